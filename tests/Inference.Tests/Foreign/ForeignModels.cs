namespace VaePipeline.Inference.Tests.Foreign;

/// <summary>The models of export_models.py, exported by PyTorch when the first one is asked for.</summary>
public sealed class ForeignModels : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vae-foreign-").FullName;
    private bool _exported;

    /// <summary>The path of a model; skips the test where there is no PyTorch.</summary>
    public string Path(string name)
    {
        if (!_exported)
        {
            Python.SkipWithout("torch");
            Python.Print(File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Foreign", "export_models.py")), _folder);
            _exported = true;
        }

        return System.IO.Path.Combine(_folder, name + ".onnx");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
