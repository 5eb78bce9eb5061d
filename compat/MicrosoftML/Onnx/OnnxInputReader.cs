using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Makes the tensor of one input from the current row.</summary>
internal abstract class OnnxInputReader
{
    public static OnnxInputReader Create(DataViewRow row, DataViewSchema.Column column, OnnxVariable input)
    {
        Type reader = column.Type is VectorDataViewType ? typeof(OnnxVectorReader<>) : typeof(OnnxScalarReader<>);
        object?[] arguments = [row, column, input];
        return (OnnxInputReader)Activator.CreateInstance(reader.MakeGenericType(column.Type.ItemTypeOf().RawType), arguments)!; // Null comes only of Nullable<T>.
    }

    public abstract NamedOnnxValue Read();
}
