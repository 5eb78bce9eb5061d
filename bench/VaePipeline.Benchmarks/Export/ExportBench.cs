using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using VaePipeline.Benchmarks.Inference;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Export;

/// <summary>A decoder as our exporter writes it, as torch.onnx.export writes it, and in PyTorch itself.</summary>
/// <param name="ours">Our file.</param>
/// <param name="theirs">torch.onnx.export's, of the same weights.</param>
/// <param name="variants">Our files of the same weights in other forms.</param>
/// <param name="torch">PyTorch with these weights.</param>
/// <param name="settings">How long to measure.</param>
/// <param name="progress">Receives a line for each round.</param>
internal sealed class ExportBench(
    BenchModel ours, BenchModel theirs, IReadOnlyList<BenchModel> variants, TorchDecoder torch, RunSettings settings, TextWriter progress)
{
    private const float Tolerance = 1e-5f;

    /// <summary>How the files are run: callers of one session, and batch sizes.</summary>
    public static IReadOnlyList<RunShape> Shapes { get; } =
        [.. from callers in new[] { 1, 2 } from batchSize in new[] { 1, 8, 32, 64, 256 } select new RunShape(callers, batchSize)];

    /// <summary>How the variants are run.</summary>
    public static IReadOnlyList<RunShape> VariantShapes { get; } = [new(1, 1), new(1, 32), new(2, 32)];

    /// <summary>Batch sizes of PyTorch's eager mode.</summary>
    public static IReadOnlyList<int> EagerBatchSizes { get; } = [1, 8, 16, 32, 64, 128, 256];

    /// <summary>The batch size that ours has by default.</summary>
    public const int DefaultBatchSize = 32;

    /// <summary>Measures everything in one run.</summary>
    /// <returns>Tables: against torch.onnx.export; the share of the core's peak; against PyTorch.</returns>
    /// <exception cref="InvalidOperationException">They do not give the same images.</exception>
    public IReadOnlyList<ResultTable> Run()
    {
        RequireSameImages();
        using var ourEngine = new RawEngine(ours);
        using var theirEngine = new RawEngine(theirs);
        RawEngine[] variantEngines = [.. variants.Select(variant => new RawEngine(variant))];

        var contestants = new List<Contestant<Throughput>>();

        // What is divided by one another stands next to each other.
        var peak = new Dictionary<int, int>();
        var our = new Dictionary<RunShape, int>();
        var their = new Dictionary<RunShape, int>();
        var other = new Dictionary<(int Variant, RunShape Shape), int>();
        var eager = new Dictionary<int, (int Contiguous, int ChannelsLast)>();
        foreach (int batchSize in EagerBatchSizes)
        {
            if (Shapes.Contains(new RunShape(1, batchSize)))
            {
                peak[batchSize] = Add("peak", () => FmaPeak.Measure(settings.Duration));
            }

            AddShape(new RunShape(1, batchSize));
            eager[batchSize] = (
                Add("contiguous", () => torch.Measure("contiguous", batchSize, settings.Duration)),
                Add("channels_last", () => torch.Measure("channels_last", batchSize, settings.Duration)));
            AddShape(new RunShape(2, batchSize));
        }

        Series<Throughput>[] series = Interleaving.Run("export", contestants, settings.Rounds, progress);
        var results = new ExportResults(
            peak.ToDictionary(pair => pair.Key, pair => Speed(pair.Value)),
            Shapes.ToDictionary(shape => shape, shape => (series[our[shape]], series[their[shape]])),
            eager.ToDictionary(pair => pair.Key, pair => (Speed(pair.Value.Contiguous), Speed(pair.Value.ChannelsLast))),
            torch.CountMultiplyAdds(theirs.File),
            torch.CountMultiplyAdds(ours.File));
        Array.ForEach(variantEngines, engine => engine.Dispose());
        ResultTable[] tables = [results.ToRatios(), results.ToShares(), results.ToEager()];
        return variants.Count == 0 ? tables : [.. tables, results.ToVariants(
            [.. other.Select(entry => (variants[entry.Key.Variant].Name, entry.Key.Shape, series[entry.Value]))])];

        Spread Speed(int contestant) => series[contestant].Of(sample => sample.RowsPerSecond);

        int Add(string name, Func<double> measure) => AddContestant(name, () => new Throughput(measure(), double.NaN));

        int AddContestant(string name, Func<Throughput> measure)
        {
            contestants.Add(new Contestant<Throughput>(name, measure));
            return contestants.Count - 1;
        }

        void AddShape(RunShape shape)
        {
            if (Shapes.Contains(shape))
            {
                our[shape] = AddContestant("ours", () => ourEngine.Measure(shape, settings.Duration));
                their[shape] = AddContestant("theirs", () => theirEngine.Measure(shape, settings.Duration));
            }

            for (int i = 0; i < variants.Count && VariantShapes.Contains(shape); i++)
            {
                RawEngine engine = variantEngines[i];
                other[(i, shape)] = AddContestant(variants[i].Name, () => engine.Measure(shape, settings.Duration));
            }
        }
    }

    private void RequireSameImages()
    {
        float[] expected = torch.Decode();
        foreach (BenchModel model in new[] { ours, theirs })
        {
            float[] images = Decode(model);
            float difference = expected.Zip(images, (a, b) => Math.Abs(a - b)).Max();
            if (images.Length != expected.Length || !(difference <= Tolerance))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"{model.File}: a pixel is {difference} from PyTorch's; expected {Tolerance} at most. Export the model anew from its weights."));
            }
        }
    }

    private static float[] Decode(BenchModel model)
    {
        using var session = new InferenceSession(model.File);
        using OrtValue latents = OrtValue.CreateTensorValueFromMemory(model.Rows, model.Input.ShapeOf(BenchModel.RowCount));
        using var runOptions = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> images = session.Run(runOptions, [model.Input.Name], [latents], model.OutputNames);
        return images[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
