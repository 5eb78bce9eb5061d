namespace VaePipeline.Inference.Tests.Transforms;

/// <summary>Output rows of pipelines of the tests.</summary>
internal sealed class ImageRow
{
    public string Name { get; set; } = "";

    public int Number { get; set; }

    public float[] Image { get; set; } = [];
}
