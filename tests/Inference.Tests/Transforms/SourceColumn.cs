using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Inference.Tests.Transforms;

/// <summary>A column of a <see cref="SourceView"/>.</summary>
internal abstract record SourceColumn(string Name, DataViewType Type)
{
    public static SourceColumn Latent { get; } = new SourceColumn<VBuffer<float>>(
        "Latent", new VectorDataViewType(NumberDataViewType.Single, 2), row => new VBuffer<float>(2, TestModels.Latents(200)[(int)(row * 2)..(int)((row * 2) + 2)]));

    public abstract Delegate Getter(Func<long> row);
}

/// <summary>A column whose values are worked out from the row's number.</summary>
internal sealed record SourceColumn<T>(string Name, DataViewType Type, Func<long, T> Value) : SourceColumn(Name, Type)
{
    public override Delegate Getter(Func<long> row) => (ValueGetter<T>)((ref T value) => value = Value(row()));
}
