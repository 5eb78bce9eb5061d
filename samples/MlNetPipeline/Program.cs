using Microsoft.ML;
using Microsoft.ML.Data;

var mlContext = new MLContext();

// Any IDataView will do: a file, a database, a list. Columns besides the latents pass through.
LatentPoint[] points =
[
    new() { Name = "left", Latent = [-1.5f, 0f] },
    new() { Name = "middle", Latent = [0f, 0f] },
    new() { Name = "right", Latent = [1.5f, 0f] },
];
IDataView latents = mlContext.Data.LoadFromEnumerable(points);

var pipeline = mlContext.Transforms.DecodeLatents("models/mnist-2d");
IDataView images = pipeline.Fit(latents).Transform(latents);

foreach (var digit in mlContext.Data.CreateEnumerable<Digit>(images, reuseRowObject: false))
{
    Console.WriteLine($"{digit.Name}: {digit.Image.Length} pixels, mean {digit.Image.Average():F3}");
}

internal sealed class LatentPoint
{
    public string Name { get; set; } = "";

    [VectorType(2)]
    public float[] Latent { get; set; } = [];
}

internal sealed class Digit
{
    public string Name { get; set; } = "";

    public float[] Image { get; set; } = [];
}
