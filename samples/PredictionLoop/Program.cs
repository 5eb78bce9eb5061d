// Decodes one point after another with a PredictionEngine, as a service does that gets single requests.
// Run from the root of the checkout: dotnet run --project samples/PredictionLoop
using Microsoft.ML;
using Microsoft.ML.Data;

var mlContext = new MLContext();

// The decoder learns nothing from data: an empty view fits it, and tells it the column.
IDataView none = mlContext.Data.LoadFromEnumerable<LatentPoint>([]);
using var model = mlContext.Transforms.DecodeLatents("models/mnist-2d").Fit(none);
using var engine = mlContext.Model.CreatePredictionEngine<LatentPoint, Digit>(model, new PredictionEngineOptions { OwnsTransformer = false });

// A walk over the plane of latents, on which one digit becomes another. The engine is for one thread, its rows for reuse.
var point = new LatentPoint();
var digit = new Digit();
for (float z0 = -2f; z0 <= 2f; z0 += 1f)
{
    point.Latent[0] = z0;
    engine.Predict(point, ref digit);
    Console.WriteLine(FormattableString.Invariant($"z = ({z0}, 0)"));
    Draw(digit.Image);
}

// A character, about twice as high as wide, for the mean of two pixels, one above the other.
static void Draw(float[] image)
{
    for (int y = 0; y < 28; y += 2)
    {
        var shades = Enumerable.Range(28 * y, 28).Select(i => " .:-=+*#%@"[(int)((image[i] + image[i + 28]) / 2 * 9.99f)]);
        Console.WriteLine(string.Concat(shades).TrimEnd());
    }
}

internal sealed class LatentPoint
{
    [VectorType(2)]
    public float[] Latent { get; set; } = [0f, 0f];
}

internal sealed class Digit
{
    public float[] Image { get; set; } = [];
}
