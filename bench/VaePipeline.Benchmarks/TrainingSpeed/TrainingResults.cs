using System.Globalization;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.TrainingSpeed;

/// <summary>The speeds of training.</summary>
/// <param name="Peak">GFLOP/s of the machine's fastest matrix product.</param>
/// <param name="Ours">Our trainer.</param>
/// <param name="Plain">The same network written plainly in TorchSharp.</param>
/// <param name="Torch">PyTorch, by setting.</param>
/// <param name="Data">What a batch costs beside the arithmetic.</param>
/// <param name="Watched">Tensors and memory after each step of an epoch.</param>
/// <param name="BatchSize">Images of a step.</param>
internal sealed record TrainingResults(
    Spread Peak,
    Series<StepSample> Ours,
    Series<StepSample> Plain,
    IReadOnlyList<Series<StepSample>> Torch,
    IReadOnlyList<DataPath> Data,
    IReadOnlyList<(long Tensors, double Megabytes, double Managed)> Watched,
    int BatchSize)
{
    /// <summary>
    /// Multiply-adds of the keras network's forward pass, one image: convolutions 196 x 9 x 32 and 49 x 9 x 32 x 64, dense
    /// 3136 x 16, twice 16 x 2 and 2 x 3136, transposed convolutions 49 x 9 x 64 x 64, 196 x 9 x 64 x 32 and 784 x 9 x 32.
    /// </summary>
    public const long ForwardMultiplyAdds = 56_448 + 903_168 + 50_176 + 64 + 6_272 + 1_806_336 + 3_612_672 + 225_792;

    // Forward, and as much for each of the gradients of inputs and of weights; two operations a multiply-add.
    private const double OperationsPerImage = 3.0 * 2 * ForwardMultiplyAdds;

    /// <summary>The setting of PyTorch with the highest median.</summary>
    public Series<StepSample> Best => Torch.MaxBy(series => Speed(series).Median)!; // Not null: there are settings.

    /// <summary>Every contestant.</summary>
    public ResultTable ToSpeeds()
    {
        var table = new ResultTable("training the keras network", ["contestant", "images/s", "CPU ms a step", "share of the peak", "ours / it"]);
        foreach (Series<StepSample> series in (IEnumerable<Series<StepSample>>)[Ours, Plain, .. Torch])
        {
            table.Add(
                series.Name,
                Speed(series),
                series.Of(sample => sample.CpuMilliseconds),
                Share(series),
                series == Ours ? null : Spread.OfRatios(Speed(Ours), Speed(series)));
        }

        return table;
    }

    /// <summary>What counts: against plain TorchSharp, the best setting of PyTorch, and the machine.</summary>
    public ResultTable ToSummary()
    {
        var table = new ResultTable(
            string.Create(CultureInfo.InvariantCulture, $"in short; {OperationsPerImage / 1e6:F1} MFLOP an image, batches of {BatchSize}"), ["figure", "value"]);
        table.Add("ours / plain TorchSharp", Spread.OfRatios(Speed(Ours), Speed(Plain)));
        table.Add($"ours / best PyTorch ({Best.Name})", Spread.OfRatios(Speed(Ours), Speed(Best)));
        table.Add("matrix product of 2048 x 2048, GFLOP/s", Peak);
        table.Add("ours, GFLOP/s", Ours.Of(sample => sample.ImagesPerSecond * OperationsPerImage / 1e9));
        table.Add("ours, share of it", Share(Ours));
        table.Add("plain TorchSharp, share of it", Share(Plain));
        table.Add("best PyTorch, share of it", Share(Best));
        return table;
    }

    /// <summary>The data path, and what an epoch leaves behind.</summary>
    public ResultTable ToCosts()
    {
        var table = new ResultTable("data path and memory of ours", ["figure", "value"]);
        var step = new Spread(Speed(Ours).Samples.Select(speed => BatchSize * 1e3 / speed));
        var gather = new Spread(Data.Select(sample => sample.GatherMilliseconds));
        var wait = new Spread(Data.Select(sample => sample.WaitMilliseconds));
        table.Add("a step, ms", step);
        table.Add("gathering a batch on the other thread, ms", gather);
        table.Add("gathering, share of a step", Spread.OfRatios(gather, step));
        table.Add("waiting for a batch, ms", wait);
        table.Add("waiting, share of a step", Spread.OfRatios(wait, step));
        for (int quarter = 0; quarter <= 4; quarter++)
        {
            (long tensors, double megabytes, double managed) = Watched[(Watched.Count - 1) * quarter / 4];
            string at = string.Create(CultureInfo.InvariantCulture, $"step {((Watched.Count - 1) * quarter / 4) + 1} of an epoch");
            table.Add($"live tensors, {at}", new Spread([tensors]));
            table.Add($"resident memory, MiB, {at}", new Spread([megabytes]));
            table.Add($"without .NET's objects, MiB, {at}", new Spread([megabytes - managed]));
        }

        return table;
    }

    private static Spread Speed(Series<StepSample> series) => series.Of(sample => sample.ImagesPerSecond);

    private Spread Share(Series<StepSample> series) =>
        Spread.OfRatios(series.Of(sample => sample.ImagesPerSecond * OperationsPerImage / 1e9), Peak);
}
