namespace VaePipeline.EndToEnd.Tests.Packages;

/// <summary>
/// A program on TorchSharp-cpu and VaePipeline.TorchSharpLoader that uses torch first, from eight threads at once. It
/// prints a sum, then where TorchSharp's native library was mapped from.
/// </summary>
public sealed class TorchProgram : IDisposable
{
    private const string Program = """
        using TorchSharp;
        double[] sums = new double[8];
        Thread[] threads = [.. sums.Select((_, i) => new Thread(() => sums[i] = torch.ones(3).sum().ToDouble()))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Console.WriteLine(sums.Min());
        string map = File.ReadLines("/proc/self/maps").First(line => line.Contains("LibTorchSharp.so"));
        Console.WriteLine(map[map.IndexOf('/')..]);
        """;

    private readonly LocalFeed _feed = new();
    private readonly Lazy<string> _folder;

    public TorchProgram() => _folder = new(() => new ConsumerProject(
        _feed, Program, ("TorchSharp-cpu", ThisBuild.Version("TorchSharp-cpu")), ("VaePipeline.TorchSharpLoader", "*")).Output);

    /// <summary>The program's folder; a test that asks for it is skipped on other systems than Linux.</summary>
    public string Folder
    {
        get
        {
            Skip.IfNot(OperatingSystem.IsLinux(), "the loader acts on Linux only");
            return _folder.Value;
        }
    }

    /// <summary>The native library in a folder of the program.</summary>
    public static string Library(string folder, string name = "libLibTorchSharp.so") => Path.Combine(folder, "runtimes", "linux-x64", "native", name);

    /// <summary>A folder that holds the program, with another file in place of one of its native libraries.</summary>
    public string With(string library, byte[] content)
    {
        string folder = Path.Combine(_feed.NewFolder("Copy"), "program");
        ChildProcess.Run(SystemProgram.OrSkip("cp", "coreutils").FullPath, "/", ["-al", Folder, folder]);
        // The old one is a link into the package cache: it is taken away, never written to.
        File.Delete(Library(folder, library));
        File.WriteAllBytes(Library(folder, library), content);
        return folder;
    }

    /// <summary>Runs the program of a folder.</summary>
    public static (int ExitCode, string Output, string Error) Run(string folder, params (string Name, string Value)[] environment) =>
        ChildProcess.RunToEnd(SystemProgram.Dotnet, "/", [Path.Combine(folder, "Consumer.dll")], environment);

    public void Dispose() => _feed.Dispose();
}
