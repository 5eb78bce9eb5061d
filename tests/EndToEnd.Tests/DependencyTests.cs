using System.Reflection;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>The dependency rules: TorchSharp is seen by Training and OnnxExport alone, ML.NET never by them.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("VaePipeline.Contracts", new[] { "Google.Protobuf", "System.IO.Hashing" })]
    [InlineData("VaePipeline.Data", new[] { "VaePipeline.Contracts", "SkiaSharp", "csFastFloat" })]
    [InlineData("VaePipeline.OnnxExport", new[] { "VaePipeline.Contracts", "TorchSharp", "Microsoft.ML.OnnxRuntime", "Google.Protobuf" })]
    [InlineData("VaePipeline.Inference", new[] { "VaePipeline.Contracts", "Microsoft.ML", "Google.Protobuf", "System.IO.Hashing" })]
    [InlineData("VaePipeline.Generation", new[] { "VaePipeline.Contracts", "VaePipeline.Data", "VaePipeline.Inference", "Microsoft.ML" })]
    [InlineData("VaePipeline.CommandLine", new[] { "VaePipeline.Contracts", "VaePipeline.Data", "System.CommandLine", "Spectre.Console" })]
    [InlineData("VaePipeline.Training", new[] { "VaePipeline.Contracts", "VaePipeline.Data", "VaePipeline.OnnxExport", "VaePipeline.CommandLine", "TorchSharp", "Microsoft.ML.OnnxRuntime", "Google.Protobuf", "System.CommandLine", "Spectre.Console" })]
    [InlineData("vae", new[] { "VaePipeline.Contracts", "VaePipeline.Data", "VaePipeline.Inference", "VaePipeline.Generation", "VaePipeline.CommandLine", "VaePipeline.Training", "Microsoft.ML", "System.CommandLine", "Spectre.Console" })]
    public void Assembly_references_only_what_its_layer_may(string assembly, string[] allowed)
    {
        string[] references = [.. Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name ?? "")
            .Where(name => !IsFramework(name))];

        // Microsoft.ML is cut into many assemblies.
        Assert.All(references, name => Assert.Contains(allowed, prefix =>
            name == prefix || (prefix == "Microsoft.ML" && name.StartsWith("Microsoft.ML.", StringComparison.Ordinal))));
    }

    // System.CommandLine and System.IO.Hashing are packages, not the framework.
    private static bool IsFramework(string name) =>
        (name.StartsWith("System.", StringComparison.Ordinal) && name is not ("System.CommandLine" or "System.IO.Hashing")) || name is "netstandard" or "mscorlib" or "Microsoft.Win32.Primitives";
}
