using System.Diagnostics;

namespace VaePipeline.Benchmarks.Running;

/// <summary>A script of ours in Debian's Python that answers each line with one line, and does nothing between two questions.</summary>
internal sealed class PythonProcess : IDisposable
{
    /// <summary>Debian's Python, whose packages are python3-torch and python3-onnx.</summary>
    public const string Python = "/usr/bin/python3";

    private readonly string _script;
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="script">The file.</param>
    /// <param name="arguments">What the script gets.</param>
    /// <param name="environment">Variables that it has besides the caller's.</param>
    public PythonProcess(string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        _script = Path.GetFileName(script);
        var start = new ProcessStartInfo(Python, [script, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!; // Not null: no shell.
    }

    /// <summary>Its answer to a line of words, which tabs separate.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public string Ask(params string[] words)
    {
        try
        {
            _process.StandardInput.WriteLine(string.Join('\t', words));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended, which the missing answer tells as well.
        }

        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(
            $"{Python} {_script}: it ended at \"{words[0]}\" (its own words are above); expected an answer. Install Debian's python3-torch and python3-onnx, and pass a model of the keras network.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
