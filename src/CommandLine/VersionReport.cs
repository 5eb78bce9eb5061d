using System.CommandLine.Invocation;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VaePipeline.CommandLine;

/// <summary>Prints the versions of this program and of its engines, read from their files: nothing is loaded for it.</summary>
/// <param name="engines">Label and file name of assemblies; those that are not there are left out.</param>
internal sealed class VersionReport(IReadOnlyList<(string Label, string File)> engines) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        ResultTable table = new();
        Add(CommandProgram.Name, "VaePipeline.CommandLine.dll");
        table.Add("runtime", RuntimeInformation.FrameworkDescription);
        foreach ((string label, string file) in engines)
        {
            Add(label, file);
        }

        table.Write(parseResult.InvocationConfiguration.Output);
        return ExitCodes.Done;

        void Add(string label, string file)
        {
            string path = Path.Combine(AppContext.BaseDirectory, file);
            if (File.Exists(path))
            {
                // After a plus stands the commit.
                table.Add(label, FileVersionInfo.GetVersionInfo(path).ProductVersion?.Split('+')[0] ?? "unknown");
            }
        }
    }
}
