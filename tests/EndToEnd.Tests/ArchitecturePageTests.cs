using System.Reflection;
using System.Text.RegularExpressions;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>docs/architecture.md leads through types and files that are there.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string Page = File.ReadAllText(RepositoryRoot.File("docs", "architecture.md"));

    [Theory]
    [InlineData("## From a CSV line to pixels")]
    [InlineData("## From an image to encoder.onnx")]
    public void Walk_names_at_most_15_types_each_of_which_exists(string heading)
    {
        string walk = Page.Split("\n## ").Single(section => $"## {section}".StartsWith(heading, StringComparison.Ordinal));
        string[] types = [.. StepPattern().Matches(walk).Select(match => match.Groups[1].Value)];

        Assert.InRange(types.Length, 10, 15);
        Assert.All(types, type => Assert.NotNull(TypeOf($"VaePipeline.{type}")));
    }

    [Fact]
    public void Files_and_folders_that_it_names_exist() =>
        Assert.All(FilePattern().Matches(Page).Select(match => match.Groups[1].Value), path => Assert.True(Path.Exists(RepositoryRoot.File("src", path)), path));

    private static Type? TypeOf(string name) =>
        new[] { "vae", "VaePipeline.Generation", "VaePipeline.Data", "VaePipeline.Inference", "VaePipeline.Training", "VaePipeline.OnnxExport" }
            .Select(assembly => Assembly.Load(assembly).GetType(name)).FirstOrDefault(type => type is not null);

    [GeneratedRegex(@"^\| \d+ \| `([\w.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex StepPattern();

    [GeneratedRegex(@"`((?:Contracts|Data|OnnxExport|Training|Inference|Generation|CommandLine|Cli)/[\w./]+)`")]
    private static partial Regex FilePattern();
}
