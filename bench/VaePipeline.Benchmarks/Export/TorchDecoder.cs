using System.Globalization;
using VaePipeline.Benchmarks.Inference;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Export;

/// <summary>The decoder in PyTorch: torch_decoder.py in a process of its own, which does nothing between two questions.</summary>
internal sealed class TorchDecoder : IDisposable
{
    private readonly string _folder;
    private readonly AnsweringProcess _process;

    /// <summary>Starts it.</summary>
    /// <param name="weights">The weights of a model folder, a safetensors file.</param>
    /// <param name="latents">What it decodes.</param>
    /// <param name="folder">An existing folder for its files.</param>
    public TorchDecoder(string weights, BenchModel latents, string folder)
    {
        _folder = folder;
        string rows = Path.Combine(folder, "latents");
        File.WriteAllBytes(rows, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(latents.Rows));
        string script = Build.RepositoryFile("bench", "VaePipeline.Benchmarks", "Export", "torch_decoder.py");
        _process = AnsweringProcess.OfPython(script, [weights, rows, latents.Input.Length.ToString(CultureInfo.InvariantCulture)]);
    }

    /// <summary>PyTorch's version.</summary>
    public string Version => Ask("version");

    /// <summary>Writes the decoder by torch.onnx.export.</summary>
    /// <returns>The .onnx file.</returns>
    public string Export()
    {
        string file = Path.Combine(_folder, "torch.onnx");
        Ask("export", file);
        return file;
    }

    /// <summary>Multiply-adds for one image, as the operators of a graph define them: those with zeros in their padding too.</summary>
    public long CountMultiplyAdds(string onnxFile) => long.Parse(Ask("count", onnxFile), CultureInfo.InvariantCulture);

    /// <summary>The images of all latents, one after the other.</summary>
    public float[] Decode()
    {
        string file = Path.Combine(_folder, "images");
        Ask("decode", file);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
    }

    /// <summary>Images a second of eager mode on one thread.</summary>
    public double Measure(string layout, int batchSize, TimeSpan duration) => double.Parse(
        Ask("measure", layout, batchSize.ToString(CultureInfo.InvariantCulture), duration.TotalSeconds.ToString(CultureInfo.InvariantCulture)),
        CultureInfo.InvariantCulture);

    public void Dispose() => _process.Dispose();

    private string Ask(params string[] words) => _process.Ask(words);
}
