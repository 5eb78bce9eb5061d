using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VaePipeline.EndToEnd.Tests.Packages;

/// <summary>What <c>dotnet pack</c> makes, and a program outside the checkout that lives on it.</summary>
[Trait("Category", "Slow")]
public sealed partial class PackageTests(LocalFeed feed) : IClassFixture<LocalFeed>
{
    [Theory]
    [InlineData("VaePipeline.Contracts")]
    [InlineData("VaePipeline.Inference")]
    [InlineData("VaePipeline.OnnxExport", "buildTransitive/TorchSharpLoader.cs", "buildTransitive/VaePipeline.OnnxExport.targets")]
    public void Package_holds_the_library_its_docs_and_a_readme_and_nothing_else(string id, params string[] files)
    {
        using ZipArchive package = ZipFile.OpenRead(feed.File($"{id}.*.nupkg"));
        using ZipArchive symbols = ZipFile.OpenRead(feed.File($"{id}.*.snupkg"));

        Assert.Equal(
            ["README.md", $"{id}.nuspec", .. files, $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"],
            Content(package));
        Assert.Equal([$"{id}.nuspec", $"lib/net10.0/{id}.pdb"], Content(symbols));
    }

    [Theory]
    [InlineData("VaePipeline.Contracts")]
    [InlineData("VaePipeline.Inference")]
    [InlineData("VaePipeline.OnnxExport")]
    public void Symbols_carry_every_source_file(string id)
    {
        Guid embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        using ZipArchive symbols = ZipFile.OpenRead(feed.File($"{id}.*.snupkg"));
        using MemoryStream content = new();
        using (Stream pdb = symbols.Entries.Single(entry => entry.Name == $"{id}.pdb").Open())
        {
            pdb.CopyTo(content);
        }

        content.Position = 0;
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(content);
        MetadataReader reader = provider.GetMetadataReader();

        Assert.NotEmpty(reader.Documents);
        Assert.All(reader.Documents, document => Assert.Contains(
            reader.GetCustomDebugInformation(document),
            entry => reader.GetGuid(reader.GetCustomDebugInformation(entry).Kind) == embeddedSource));
    }

    [Theory]
    [InlineData("VaePipeline.Contracts")]
    [InlineData("VaePipeline.Inference")]
    [InlineData("VaePipeline.OnnxExport")]
    public void Nuspec_says_what_the_package_is(string id)
    {
        XElement metadata = Metadata(id);

        Assert.Equal(id, Value(metadata, "id"));
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal("The VaePipeline authors", Value(metadata, "authors"));
        Assert.NotEmpty(Value(metadata, "description"));
        Assert.Contains("onnx", Value(metadata, "tags").Split(' '));
        Assert.DoesNotContain("://", Value(metadata, "projectUrl") + Value(metadata, "repository"), StringComparison.Ordinal);
    }

    [Fact]
    public void Inference_depends_on_the_oldest_versions_that_it_works_with()
    {
        Assert.Equal(
            [
                $"net10.0: Microsoft.ML {ThisBuild.MinimumMicrosoftML}",
                $"net10.0: Microsoft.ML.OnnxRuntime {ThisBuild.Version("Microsoft.ML.OnnxRuntime")}",
                $"net10.0: Microsoft.ML.OnnxTransformer {ThisBuild.MinimumMicrosoftML}",
                $"net10.0: VaePipeline.Contracts {Value(Metadata("VaePipeline.Contracts"), "version")}",
            ],
            Dependencies(Metadata("VaePipeline.Inference")));
    }

    [Fact]
    public void OnnxExport_leaves_the_choice_of_libtorch_to_the_program()
    {
        Assert.Equal(
            [
                $"net10.0: Microsoft.ML.OnnxRuntime {ThisBuild.Version("Microsoft.ML.OnnxRuntime")}",
                $"net10.0: TorchSharp {ThisBuild.Version("TorchSharp")}",
                $"net10.0: VaePipeline.Contracts {Value(Metadata("VaePipeline.Contracts"), "version")}",
            ],
            Dependencies(Metadata("VaePipeline.OnnxExport")));
    }

    [Fact]
    public void OnnxExport_s_example_runs_outside_the_checkout()
    {
        ConsumerProject consumer = new(
            feed, Example("VaePipeline.OnnxExport"), ("TorchSharp-cpu", ThisBuild.Version("TorchSharp-cpu")), ("VaePipeline.OnnxExport", Value(Metadata("VaePipeline.OnnxExport"), "version")));
        string folder = feed.NewFolder("Export");

        string output = consumer.Run(folder, ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"));

        Assert.Equal("network.onnx: output [N, 3]", output.TrimEnd());
        Assert.True(File.Exists(Path.Combine(folder, "network.onnx")));
    }

    [Fact]
    public void Contracts_depends_on_protobuf_and_hashing_alone() => Assert.Equal(
        [$"net10.0: Google.Protobuf {ThisBuild.Version("Google.Protobuf")}", $"net10.0: System.IO.Hashing {ThisBuild.Version("System.IO.Hashing")}"],
        Dependencies(Metadata("VaePipeline.Contracts")));

    [Fact]
    public void Readme_s_example_runs_outside_the_checkout_on_the_oldest_ML_NET()
    {
        AssertReadmesExampleRuns(ThisBuild.MinimumMicrosoftML);
    }

    [Fact]
    public void Readme_s_example_runs_outside_the_checkout_on_the_newest_ML_NET()
    {
        string newest = ThisBuild.Version("Microsoft.ML");

        AssertReadmesExampleRuns(newest, ("Microsoft.ML", newest), ("Microsoft.ML.OnnxTransformer", newest));
    }

    private void AssertReadmesExampleRuns(string version, params (string Id, string Version)[] packages)
    {
        ConsumerProject consumer = new(feed, Example("VaePipeline.Inference"), [("VaePipeline.Inference", Value(Metadata("VaePipeline.Inference"), "version")), .. packages]);
        string output = consumer.Run(RepositoryRoot.Path, ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"));

        Assert.Equal([version, version], new[] { "Microsoft.ML.Core", "Microsoft.ML.OnnxTransformer" }.Select(consumer.VersionOf));
        Assert.Equal([Line([-1.5f, 0f]), Line([1.5f, 0f])], output.TrimEnd().Split('\n'));
    }

    // The program in a package's README.
    private string Example(string id)
    {
        using ZipArchive package = ZipFile.OpenRead(feed.File($"{id}.*.nupkg"));
        using StreamReader readme = new(package.Entries.Single(entry => entry.FullName == "README.md").Open());
        return CSharpBlock().Match(readme.ReadToEnd()).Groups["code"].Value;
    }

    // The example's line for one point, from a session of its own.
    private static string Line(float[] latent)
    {
        using RawModel decoder = new(RepositoryRoot.File("models", "mnist-2d", "decoder.onnx"));
        float[] image = decoder.Run(latent, "image");
        return $"{image.Length} pixels, mean {image.Average():F3}";
    }

    // What is left without the parts that every package has by its format.
    private static string[] Content(ZipArchive package) =>
        [.. package.Entries.Select(entry => entry.FullName)
            .Where(name => name is not ("_rels/.rels" or "[Content_Types].xml") && !name.StartsWith("package/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    private XElement Metadata(string id)
    {
        using ZipArchive package = ZipFile.OpenRead(feed.File($"{id}.*.nupkg"));
        using Stream nuspec = package.Entries.Single(entry => entry.FullName == $"{id}.nuspec").Open();
        return XElement.Load(nuspec).Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static string Value(XElement metadata, string name) =>
        string.Concat(metadata.Elements().Where(element => element.Name.LocalName == name).Select(element => element.Value));

    private static IEnumerable<string> Dependencies(XElement metadata) =>
        metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(entry => $"{entry.Parent?.Attribute("targetFramework")?.Value}: {entry.Attribute("id")?.Value} {entry.Attribute("version")?.Value}")
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
