using System.Text;

namespace VaePipeline.Tests;

/// <summary>The ONNX project's own checker (Python's onnx).</summary>
internal static class OnnxChecker
{
    /// <summary>The lines that check_onnx.py prints, one for each file.</summary>
    /// <exception cref="InvalidOperationException">It refuses one.</exception>
    public static string[] Check(params string[] paths)
    {
        (int exitCode, byte[] output, string errors) = Python.RunFile("onnx", "check_onnx.py", paths);
        return exitCode == 0 ? Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw new InvalidOperationException(errors);
    }
}
