using System.Text.RegularExpressions;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>The README says what the repository does.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(RepositoryRoot.File("README.md"));

    [Fact]
    public void Example_is_the_sample_program_that_the_solution_builds()
    {
        string sample = File.ReadAllText(RepositoryRoot.File("samples", "MlNetPipeline", "Program.cs"));

        string example = CSharpBlock().Match(Readme).Groups["code"].Value;

        Assert.Equal(sample, example);
    }

    [Fact]
    public void Commands_named_are_commands_of_vae()
    {
        string script = File.ReadAllText(RepositoryRoot.File("vae"));
        HashSet<string> known = [.. VaeCommand().Matches(script[..script.IndexOf("TEXT\n}", StringComparison.Ordinal)]).Select(m => m.Groups["name"].Value)];

        string[] named = [.. VaeCommand().Matches(Readme).Select(m => m.Groups["name"].Value).Distinct()];

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [Fact]
    public void Links_lead_to_files_that_exist()
    {
        string[] targets = [.. Link().Matches(Readme).Select(m => m.Groups["target"].Value).Where(t => !t.Contains("://", StringComparison.Ordinal))];

        Assert.NotEmpty(targets);
        Assert.All(targets, target => Assert.True(File.Exists(RepositoryRoot.File(target)), target));
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\./vae (?<name>[a-z]+)\b")]
    private static partial Regex VaeCommand();

    [GeneratedRegex(@"\]\((?<target>[^)#]+)\)")]
    private static partial Regex Link();
}
