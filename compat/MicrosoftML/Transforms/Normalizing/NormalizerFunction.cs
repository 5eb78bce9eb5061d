using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>What a normalizer does to the values of one column.</summary>
internal abstract class NormalizerFunction
{
    public abstract NormalizingTransformer.NormalizerModelParametersBase Parameters { get; }

    public abstract Delegate MakeGetter(DataViewRow input, DataViewSchema.Column column);

    public abstract void Save(ModelSaveContext ctx);

    /// <summary>Reads a function for a column of type <paramref name="type"/>: Single or Double, scalars or vectors.</summary>
    public static NormalizerFunction Load(ModelLoadContext context, DataViewType type) => type.ItemTypeOf() == NumberDataViewType.Single
        ? NormalizerFunction<float>.Load(context, type)
        : NormalizerFunction<double>.Load(context, type);
}
