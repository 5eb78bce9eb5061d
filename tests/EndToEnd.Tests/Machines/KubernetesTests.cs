using System.Globalization;
using System.Text.RegularExpressions;
using VaePipeline.CommandLine;
using YamlDotNet.RepresentationModel;

namespace VaePipeline.EndToEnd.Tests.Machines;

/// <summary>samples/kubernetes/generate.yaml: its fields, and its command as the pods of the Job run it.</summary>
public sealed partial class KubernetesTests
{
    private const string Index = "JOB_COMPLETION_INDEX";

    private static readonly string Manifest = File.ReadAllText(RepositoryRoot.File("samples", "kubernetes", "generate.yaml"));
    private static readonly YamlNode Job = Parse();

    [Fact]
    public void Job_has_one_index_a_shard()
    {
        Assert.Equal(("batch/v1", "Job"), (Text("apiVersion"), Text("kind")));
        Assert.Equal("Indexed", Text("spec", "completionMode"));
        int shards = Number("spec", "completions");
        Assert.InRange(Number("spec", "parallelism"), 1, shards);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"$({Index})/{shards}"), Command());
    }

    [Fact]
    public void Failed_pods_are_tried_again_but_for_bad_input()
    {
        // Both the policy and the limit of an index are refused with any other value.
        Assert.Equal("Never", Text("spec", "template", "spec", "restartPolicy"));
        Assert.InRange(Number("spec", "backoffLimitPerIndex"), 1, 10);
        Assert.Equal(0, Number("spec", "maxFailedIndexes"));
        object[] rules = ["spec", "podFailurePolicy", "rules"];
        Assert.Equal("FailJob", Text([.. rules, 0, "action"]));
        Assert.Equal("In", Text([.. rules, 0, "onExitCodes", "operator"]));
        Assert.Equal(ExitCodes.BadInput, Number([.. rules, 0, "onExitCodes", "values", 0]));
        Assert.Equal("Ignore", Text([.. rules, 1, "action"]));
        Assert.Equal("DisruptionTarget", Text([.. rules, 1, "onPodConditions", 0, "type"]));
        Assert.Contains("--resume", Command());
        Assert.InRange(Number("spec", "template", "spec", "terminationGracePeriodSeconds"), 10, 600);
    }

    [Fact]
    public void Container_has_its_index_its_volume_and_as_many_threads_as_processors()
    {
        Assert.Equal(Index, Text(Container("env", 0, "name")));
        Assert.Equal("metadata.annotations['batch.kubernetes.io/job-completion-index']", Text(Container("env", 0, "valueFrom", "fieldRef", "fieldPath")));
        Assert.Equal(Text("spec", "template", "spec", "volumes", 0, "name"), Text(Container("volumeMounts", 0, "name")));
        Assert.NotEmpty(Text("spec", "template", "spec", "volumes", 0, "persistentVolumeClaim", "claimName"));
        string[] command = Command();
        Assert.All(command.Where(word => word.StartsWith('/')), path => Assert.StartsWith(Text(Container("volumeMounts", 0, "mountPath")) + "/", path, StringComparison.Ordinal));
        Assert.Equal(Text(Container("resources", "requests", "cpu")), command[Array.IndexOf(command, "--workers") + 1]);
    }

    [SkippableFact]
    [Trait("Category", "Slow")]
    public void Pods_of_all_indexes_and_the_merge_write_what_one_run_writes()
    {
        Skip.If(OperatingSystem.IsWindows(), "The paths are those of Linux.");
        using ShardedRun run = new(rows: 1000);
        string data = Text(Container("volumeMounts", 0, "mountPath")) + "/";

        for (int index = 0; index < Number("spec", "completions"); index++)
        {
            string[] words = [.. Command().Select(word => word
                .Replace($"$({Index})", index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace(data, run.Folder + "/", StringComparison.Ordinal))];
            run.Shell(string.Join(' ', words.Select(word => $"'{word}'")));
        }

        run.Shell(MergeCommand().Match(Manifest).Value.Replace(data, run.Folder + "/", StringComparison.Ordinal));
        run.AssertSameAsOneRun(ShardedRun.Csv, "digits.idx");
    }

    private static YamlNode Parse()
    {
        YamlStream stream = new();
        stream.Load(new StringReader(Manifest));
        return Assert.Single(stream.Documents).RootNode;
    }

    private static string[] Command() =>
        [.. ((YamlSequenceNode)At(Container("command"))).Select(word => ((YamlScalarNode)word).Value ?? "")];

    private static object[] Container(params object[] path) => ["spec", "template", "spec", "containers", 0, .. path];

    private static int Number(params object[] path) => int.Parse(Text(path), CultureInfo.InvariantCulture);

    private static string Text(params object[] path) => ((YamlScalarNode)At(path)).Value ?? "";

    private static YamlNode At(params object[] path) => path.Aggregate(Job, (node, step) => step is int index ? node[index] : node[(string)step]);

    [GeneratedRegex("vae merge [^`]+")]
    private static partial Regex MergeCommand();
}
