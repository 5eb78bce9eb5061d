// Encodes images, brings the means to mean 0 and deviation 1 with ML.NET's own normalizer, and decodes them before and after.
// Run from the root of the checkout:
//   ./vae generate samples/latents.csv --output digits.idx
//   dotnet run --project samples/EncodeNormalizeDecode -- digits.idx digits.png
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Images;
using VaePipeline.Inference;

if (args is not [string idx, string png])
{
    Console.Error.WriteLine("usage: EncodeNormalizeDecode IMAGES.idx PICTURE.png");
    return 2;
}

var mlContext = new MLContext();
ImageSet images = ImageReader.ReadAll(new ImageInput { Path = idx });

// The size of the images is known only now, so it is told to ML.NET here and not by an attribute.
var schema = SchemaDefinition.Create(typeof(Picture));
schema[nameof(Picture.Image)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, images.Shape.PixelCount);
var rows = images.Pixels.Chunk(images.Shape.PixelCount).Select(pixels => new Picture { Image = [.. pixels.Select(pixel => pixel / 255f)] });
IDataView pictures = mlContext.Data.LoadFromEnumerable(rows, schema);

var asBytes = new BatchedOnnxOptions { PixelType = PixelType.Byte };
var pipeline = mlContext.Transforms.EncodeImages("models/mnist-2d")
    .Append(mlContext.Transforms.NormalizeMeanVariance("Normalized", "Mean", fixZero: false))
    .Append(mlContext.Transforms.DecodeLatents("models/mnist-2d", "Decoded", "Mean", asBytes))
    .Append(mlContext.Transforms.DecodeLatents("models/mnist-2d", "DecodedNormalized", "Normalized", asBytes));
using var model = pipeline.Fit(pictures);
Result[] results = [.. mlContext.Data.CreateEnumerable<Result>(model.Transform(pictures), reuseRowObject: false)];

Console.WriteLine($"{results.Length} images of {images.Shape}");
for (int axis = 0; axis < results[0].Mean.Length; axis++)
{
    Console.WriteLine($"z{axis}: {Spread(results.Select(row => row.Mean[axis]))}; normalized: {Spread(results.Select(row => row.Normalized[axis]))}");
}

// The first images in three rows: as they were, decoded from their means, decoded from the normalized means.
int shown = Math.Min(results.Length, 20);
var sheet = new ContactSheet(images.Shape, 3 * shown, columns: shown);
for (int i = 0; i < shown; i++)
{
    sheet.Place(i, images.Pixels.AsSpan(i * images.Shape.PixelCount, images.Shape.PixelCount));
    sheet.Place(shown + i, results[i].Decoded);
    sheet.Place((2 * shown) + i, results[i].DecodedNormalized);
}

PngFile.Write(png, sheet.Pixels, sheet.Width, sheet.Height, images.Shape.Channels);
Console.WriteLine($"{png}: the first {shown}, decoded from their means, decoded from the normalized means");
return 0;

static string Spread(IEnumerable<float> values)
{
    double mean = values.Average();
    double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    return FormattableString.Invariant($"mean {Math.Round(mean, 2) + 0:F2}, deviation {deviation:F2}"); // + 0: never "-0.00"
}

internal sealed class Picture
{
    public float[] Image { get; set; } = [];
}

internal sealed class Result
{
    public float[] Mean { get; set; } = [];

    public float[] Normalized { get; set; } = [];

    public byte[] Decoded { get; set; } = [];

    public byte[] DecodedNormalized { get; set; } = [];
}
