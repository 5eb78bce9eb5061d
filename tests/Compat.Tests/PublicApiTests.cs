using System.Diagnostics;
using System.Reflection;

namespace VaePipeline.Compat.Tests;

/// <summary>What compat/ offers is a subset of the real packages' public API: `ApiList --within` finds no member beyond it.</summary>
public sealed class PublicApiTests : IClassFixture<PublicApiTests.ApiListTool>
{
    private static readonly string? _provider = typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == "PackageProvider")?.Value;

    private readonly ApiListTool _tool;

    public PublicApiTests(ApiListTool tool)
    {
        _tool = tool;
    }

    [SkippableTheory]
    [Trait("Category", "Slow")]
    [InlineData("Microsoft.ML")]
    [InlineData("Microsoft.ML.OnnxRuntime")]
    [InlineData("TorchSharp")]
    public void Assembly_has_no_public_member_that_the_real_package_lacks(string assembly)
    {
        Skip.If(_provider != "compat", $"the packages are from {_provider}; there is no stand-in to check");
        Skip.If(_tool.SharedFolder is null, "no folder ../shared beside the repository");
        string real = Assert.Single(Directory.GetFiles(Path.Combine(_tool.SharedFolder, "reference", "api"), $"{assembly}-*.txt"), path => char.IsDigit(Path.GetFileName(path)[assembly.Length + 1]));

        (int exitCode, string output) = _tool.Run("--within", real, Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));

        Assert.Equal("", output);
        Assert.Equal(0, exitCode);
    }

    /// <summary>../shared/tools/ApiList, built once into a temporary folder.</summary>
    public sealed class ApiListTool : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("api-list").FullName;
        private readonly Lazy<string> _program;

        public ApiListTool()
        {
            _program = new Lazy<string>(Build);
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null && SharedFolder is null; folder = folder.Parent)
            {
                string shared = Path.Combine(folder.FullName, "..", "shared");
                if (File.Exists(Path.Combine(folder.FullName, "VaePipeline.sln")) && Directory.Exists(Path.Combine(shared, "tools", "ApiList")))
                    SharedFolder = Path.GetFullPath(shared);
            }
        }

        public string? SharedFolder { get; }

        public (int ExitCode, string Output) Run(params string[] arguments) => Start([_program.Value, .. arguments]);

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private string Build()
        {
            // A copy, so that neither the shared folder nor this repository's build files have a part in it.
            foreach (string file in Directory.GetFiles(Path.Combine(SharedFolder!, "tools", "ApiList"))) // Tests skip without it.
                File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
            string output = Path.Combine(_folder, "out");
            (int exitCode, string messages) = Start(["build", _folder, "-v", "quiet", "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-o", output]);
            Assert.True(exitCode == 0, messages);
            return Path.Combine(output, "ApiList.dll");
        }

        private static (int ExitCode, string Output) Start(string[] arguments)
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { RedirectStandardOutput = true };
            // Left by the `dotnet test` around this, they would point the inner build at its extensions.
            foreach (string name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
                start.Environment.Remove(name);
            using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
    }
}
