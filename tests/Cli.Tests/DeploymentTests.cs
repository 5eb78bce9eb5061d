using System.Reflection;

namespace VaePipeline.Cli.Tests;

/// <summary>The command line runs on ONNX Runtime alone: no torch in what it builds or references.</summary>
public sealed class DeploymentTests
{
    [Fact]
    public void Deps_json_names_no_torch()
    {
        string deps = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vae.deps.json"));

        Assert.Contains("VaePipeline.Inference", deps, StringComparison.Ordinal);
        Assert.DoesNotContain("torch", deps, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Referenced_assemblies_have_no_torch_and_no_training()
    {
        HashSet<string> names = [];
        Collect(typeof(CliProgram).Assembly, names);

        Assert.Contains("VaePipeline.Inference", names);
        Assert.Contains("Microsoft.ML.OnnxRuntime", names);
        Assert.DoesNotContain(names, name => name.Contains("torch", StringComparison.OrdinalIgnoreCase) || name.Contains("Training", StringComparison.Ordinal));
    }

    private static void Collect(Assembly assembly, HashSet<string> names)
    {
        foreach (AssemblyName reference in assembly.GetReferencedAssemblies())
        {
            // Only what lies beside the program: the runtime's own assemblies lead nowhere else.
            bool isNew = names.Add(reference.Name ?? "");
            if (isNew && File.Exists(Path.Combine(AppContext.BaseDirectory, reference.Name + ".dll")))
            {
                Collect(Assembly.Load(reference), names);
            }
        }
    }
}
