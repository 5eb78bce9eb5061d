using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.Objects;

/// <summary>A row with a member of each kind.</summary>
internal sealed class Point
{
    public int Number;

    [ColumnName("Label")]
    public string Name { get; set; } = "";

    [VectorType(2)]
    public float[] Latent { get; set; } = [];

    [VectorType(3)]
    public VBuffer<double> Weights { get; set; }

    public bool IsSample { get; set; }

    public string[] Tags { get; set; } = [];

    [KeyType(5)]
    public uint Class { get; set; }

    [NoColumn]
    public object? Note { get; set; }

    public static Point Numbered(int i) => new()
    {
        Number = i,
        Name = $"p{i}",
        Latent = [i, -i],
        Weights = new VBuffer<double>(3, 1, [i], [2]),
        IsSample = i % 2 == 0,
        Tags = [.. Enumerable.Range(0, i % 3).Select(tag => $"t{tag}")],
        Class = (uint)i,
        Note = "not a column",
    };
}
