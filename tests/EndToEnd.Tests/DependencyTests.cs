using System.Reflection;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>The dependency rules: Contracts stands alone, Inference and Cli never see TorchSharp, Training never sees ML.NET.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("VaePipeline.Contracts", new string[0])]
    [InlineData("VaePipeline.Inference", new[] { "VaePipeline.Contracts", "Microsoft.ML" })]
    [InlineData("vae", new[] { "VaePipeline.Contracts", "VaePipeline.Inference", "Microsoft.ML", "System.CommandLine", "Spectre.Console" })]
    [InlineData("vae-train", new[] { "VaePipeline.Contracts", "TorchSharp", "Microsoft.ML.OnnxRuntime", "Google.Protobuf", "System.CommandLine", "Spectre.Console", "MathNet.Numerics" })]
    public void Assembly_references_only_what_its_layer_may(string assembly, string[] allowed)
    {
        string[] references = [.. Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name ?? "")
            .Where(name => !IsFramework(name))];

        // Microsoft.ML is cut into many assemblies.
        Assert.All(references, name => Assert.Contains(allowed, prefix =>
            name == prefix || (prefix == "Microsoft.ML" && name.StartsWith("Microsoft.ML.", StringComparison.Ordinal))));
    }

    // System.CommandLine is a package, not the framework.
    private static bool IsFramework(string name) =>
        (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.CommandLine") || name is "netstandard" or "mscorlib" or "Microsoft.Win32.Primitives";
}
