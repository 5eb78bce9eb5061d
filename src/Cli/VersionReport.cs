using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Cli;

/// <summary>Prints the versions of this program and of the engines that are really loaded.</summary>
internal sealed class VersionReport : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        ResultTable table = new();
        table.Add("vae", VersionOf(typeof(VersionReport).Assembly));
        table.Add("Microsoft.ML", VersionOf(typeof(MLContext).Assembly));
        table.Add("ONNX Runtime", OrtEnv.Instance().GetVersionString());
        table.Add("runtime", RuntimeInformation.FrameworkDescription);
        table.Write(parseResult.InvocationConfiguration.Output);
        return 0;
    }

    // The assembly version of many packages stays 1.0.0.0; the informational one is the package's, with the commit after a plus.
    private static string VersionOf(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
