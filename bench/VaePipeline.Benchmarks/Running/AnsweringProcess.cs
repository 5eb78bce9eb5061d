using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VaePipeline.Benchmarks.Running;

/// <summary>
/// A program of ours that answers each line with one line. Between two questions the system keeps it stopped: OpenMP's
/// threads may spin for minutes while they wait for work, on a core that the next contestant needs.
/// </summary>
internal sealed class AnsweringProcess : IDisposable
{
    /// <summary>Debian's Python, whose packages are python3-torch and python3-onnx.</summary>
    public const string Python = "/usr/bin/python3";

    private const int Continue = 18, Stop = 19; // Linux's signals.

    private readonly string _name, _advice;
    private readonly Process _process;

    private AnsweringProcess(string name, string advice, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        (_name, _advice) = (name, advice);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string variable, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        _process = Process.Start(start)!; // Not null: no shell.
    }

    /// <summary>Starts a script in Debian's Python.</summary>
    /// <param name="script">The file.</param>
    /// <param name="arguments">What the script gets.</param>
    /// <param name="environment">Variables that it has besides the caller's.</param>
    public static AnsweringProcess OfPython(string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) => new(
        $"{Python} {Path.GetFileName(script)}",
        "Install Debian's python3-torch and python3-onnx, and pass a model of the keras network.",
        Python,
        [script, .. arguments],
        environment);

    /// <summary>Starts this program once more, with a command that answers lines.</summary>
    public static AnsweringProcess OfThisProgram(params string[] arguments) => new(
        string.Join(' ', arguments),
        "Build the benchmarks again.",
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")),
        [typeof(AnsweringProcess).Assembly.Location, .. arguments]);

    /// <summary>Its answer to a line of words, which tabs separate.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public string Ask(params string[] words)
    {
        _ = kill(_process.Id, Continue);
        try
        {
            _process.StandardInput.WriteLine(string.Join('\t', words));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended, which the missing answer tells as well.
        }

        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(
            $"{_name}: it ended at \"{words[0]}\" (its own words are above); expected an answer. {_advice}");
        _ = kill(_process.Id, Stop);
        return answer;
    }

    public void Dispose()
    {
        _ = kill(_process.Id, Continue);
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    [DllImport("libc")] private static extern int kill(int process, int signal);
}
