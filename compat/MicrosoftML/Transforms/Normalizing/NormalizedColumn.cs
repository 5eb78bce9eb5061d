using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>A column and what was learned of it.</summary>
internal sealed record NormalizedColumn(string Output, string Input, DataViewType Type, NormalizerFunction Function)
{
    private const byte Single = 9; // As DataKind numbers them.
    private const byte Double = 10;

    public static DataViewType LoadType(ModelLoadContext context)
    {
        bool isVector = context.Reader.ReadBoolean();
        byte kind = context.Reader.ReadByte();
        ModelEntryFormat.Require(kind is Single or Double, "Corrupt model file");
        NumberDataViewType itemType = kind == Single ? NumberDataViewType.Single : NumberDataViewType.Double;
        if (!isVector)
            return itemType;
        var dimensions = new int[context.ReadCount(sizeof(int))];
        for (int i = 0; i < dimensions.Length; i++)
            dimensions[i] = context.Reader.ReadInt32();
        ModelEntryFormat.Require(dimensions.Length > 0 && Array.TrueForAll(dimensions, dimension => dimension > 0), "Corrupt model file");
        return new VectorDataViewType(itemType, dimensions);
    }

    public void SaveType(ModelSaveContext ctx)
    {
        var vector = Type as VectorDataViewType;
        ctx.Writer.Write(vector is not null);
        ctx.Writer.Write(Type.ItemTypeOf() == NumberDataViewType.Single ? Single : Double);
        if (vector is null)
            return;
        ctx.Writer.Write(vector.Dimensions.Length);
        foreach (int dimension in vector.Dimensions)
            ctx.Writer.Write(dimension);
    }
}
