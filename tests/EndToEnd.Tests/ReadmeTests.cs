using System.Text.RegularExpressions;
using VaePipeline.Cli;
using VaePipeline.CommandLine;
using VaePipeline.Data.Images;

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
    public void Further_pieces_of_code_are_compiled()
    {
        string compiled = Unindented(File.ReadAllText(RepositoryRoot.File("tests", "EndToEnd.Tests", "ReadmeSnippets.cs")));

        string[] pieces = [.. CSharpBlock().Matches(Readme).Skip(1).Select(match => Unindented(match.Groups["code"].Value))];

        Assert.NotEmpty(pieces);
        Assert.All(pieces, piece => Assert.Contains(piece, compiled, StringComparison.Ordinal));

        static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
    }

    [Fact]
    public void Commands_named_are_commands_of_vae()
    {
        string script = File.ReadAllText(RepositoryRoot.File("vae"));
        HashSet<string> known = [.. CaseLabels().Matches(script[script.IndexOf("case ${1:-help} in", StringComparison.Ordinal)..])
            .SelectMany(labels => labels.Groups["names"].Value.Split(" | ")), .. CliProgram.Create().CommandNames];

        string[] named = [.. VaeCommand().Matches(Readme).Select(m => m.Groups["name"].Value).Distinct()];

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [Fact]
    public void Script_names_the_commands_of_the_program()
    {
        string usage = File.ReadAllText(RepositoryRoot.File("vae")).Split("usage='")[1].Split('\'')[0];

        Assert.Equal(CliProgram.Create().CommandNames, Word().Matches(usage.Split("its commands:")[1].Split("./vae")[0]).Select(word => word.Value));
    }

    [Fact]
    public async Task Second_command_draws_a_hundred_digits_with_the_shipped_model()
    {
        Assert.Contains("./vae generate samples/latents.csv --output digits.png", Readme, StringComparison.Ordinal);
        string folder = Directory.CreateTempSubdirectory("vae-readme-").FullName;
        try
        {
            string picture = Path.Combine(folder, "digits.png");
            using StringWriter output = new(), error = new();

            int exitCode = await CliProgram.Create().RunAsync(
                ["generate", RepositoryRoot.File("samples", "latents.csv"), "--output", picture], new CommandConsole(output, error), CancellationToken.None);

            Assert.True(exitCode == 0, error.ToString());
            Picture sheet = PictureFile.Read(picture);

            // 10 x 10 images of 28 pixels with a pixel between them: some of it is white, most is black.
            Assert.Equal((289, 289), (sheet.Width, sheet.Height));
            Assert.Contains(sheet.Pixels, pixel => pixel > 240);
            Assert.InRange(sheet.Pixels.Average(pixel => (double)pixel), 20, 80);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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

    [GeneratedRegex(@"^  (?<names>[a-z-]+( \| [a-z-]+)*)\)", RegexOptions.Multiline)]
    private static partial Regex CaseLabels();

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\]\((?<target>[^)#]+)\)")]
    private static partial Regex Link();
}
