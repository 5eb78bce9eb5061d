using System.Runtime.Versioning;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>
/// ./vae and the installer of scripts/ on machines of several kinds, acted out with a PATH that holds only the commands a
/// test gives it.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class VaeScriptTests : IDisposable
{
    private const string NothingInstalled = "exit 1";

    private static readonly string[] RealCommands = ["bash", "awk", "dirname", "flock", "mkdir", "mktemp", "rm", "tail"];

    private readonly string[] _commands = [.. RealCommands.Select(command => SystemProgram.OrSkip(command, "coreutils, util-linux, awk or bash").FullPath)];
    private readonly string _folder = Directory.CreateTempSubdirectory("vae-script-").FullName;

    public VaeScriptTests()
    {
        Directory.CreateDirectory(In("bin"));
        Directory.CreateDirectory(In("clone/scripts"));
        foreach (string command in _commands)
        {
            File.CreateSymbolicLink(In("bin", Path.GetFileName(command)), command);
        }

        foreach (string file in new[] { "vae", "scripts/install-debian-packages.sh", "scripts/debian-packages.txt" })
        {
            File.Copy(RepositoryRoot.File(file), In("clone", file));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Without_dotnet_the_SDK_is_named()
    {
        var (exitCode, output, error) = Run("vae", "inspect", "model.onnx");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal("error: dotnet is not on PATH; expected the .NET 10 SDK. Install it and call ./vae again.\n", error);
    }

    [SkippableTheory]
    [InlineData("NU1102: Unable to find package TorchSharp with version (>= 0.107.0)")]
    [InlineData("NU1301: Unable to load the service index for source")]
    [InlineData("A compatible .NET SDK was not found. Requested SDK version: 10.0.100")]
    [InlineData("No space left on device")]
    public void Build_that_fails_gives_dotnet_s_reason_and_what_to_do(string reason)
    {
        With("dotnet", $"[[ $1 != msbuild ]] && echo ran || {{ echo 'error {reason}'; exit 1; }}");

        var (exitCode, output, error) = Run("vae", "inspect", "model.onnx");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal(
            $"vae: building src/Cli, a minute the first time\nerror {reason}\n"
            + "error: src/Cli could not be built; dotnet's reason is above. Mend that and call ./vae again: it goes on where it stopped.\n",
            error);

        // The next call goes on.
        With("dotnet", "[[ $1 == msbuild ]] || echo ran \"${@:2}\"");
        Assert.Equal((0, "ran inspect model.onnx\n"), (Run("vae", "inspect", "model.onnx") is var (code, printed, _) ? (code, printed) : default));
    }

    [SkippableFact]
    public void Arguments_and_exit_code_are_the_program_s()
    {
        With("dotnet", "[[ $1 == msbuild ]] || { printf '<%s>' \"${@:2}\"; exit 130; }");

        var (exitCode, output, _) = Run("vae", "generate", "two words.csv", "--output", "");

        Assert.Equal((130, "<generate><two words.csv><--output><>"), (exitCode, output));
    }

    [SkippableFact]
    public void Wrong_usage_is_exit_code_2()
    {
        var (exitCode, _, error) = Run("vae", "demo", "now");

        Assert.Equal(2, exitCode);
        Assert.EndsWith("error: demo takes no arguments; found: now\n", error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("train", "--data", "mnist")]
    [InlineData("completion", "bash")]
    [InlineData("--version")]
    [InlineData("paint")] // of which the program says that it is no command
    public void All_other_commands_are_the_program_s(params string[] arguments)
    {
        With("dotnet", "[[ $1 == msbuild ]] && echo \"$2\" >&2 || { printf '<%s>' \"${1##*/bin/}\" \"${@:2}\"; }");

        var (_, output, error) = Run("vae", arguments);

        Assert.Equal($"<VaePipeline.Cli/release/vae.dll>{string.Concat(arguments.Select(argument => $"<{argument}>"))}", output);
        Assert.Equal("vae: building src/Cli, a minute the first time\nsrc/Cli\n", error);
    }

    [SkippableFact]
    public void Two_at_once_build_one_after_the_other()
    {
        With("dotnet", $"[[ $1 != msbuild ]] || {{ echo begin >>{In("log")}; read -t 0.3 <> <(:) || true; echo end >>{In("log")}; }}");

        Parallel.For(0, 2, _ => Run("vae", "inspect", "model.onnx"));

        Assert.Equal(["begin", "end", "begin", "end"], File.ReadAllLines(In("log")));
    }

    [SkippableFact]
    public void Installer_without_root_says_what_to_install_and_lets_the_tests_skip()
    {
        With("dpkg-query", NothingInstalled).With("apt-get", $"echo called >>{In("log")}").With("id", "echo 1000");

        var (exitCode, _, error) = Run("scripts/install-debian-packages.sh", "bench");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            "not installed, because that needs root: python3-numpy python3-onnx python3-torch libopenblas0-pthread. "
            + "Install by hand: sudo apt-get install -y --no-install-recommends python3-numpy python3-onnx python3-torch libopenblas0-pthread\n",
            error);
        Assert.False(File.Exists(In("log")));
    }

    [SkippableFact]
    public void Installer_without_apt_says_what_is_missing()
    {
        With("dpkg-query", NothingInstalled);

        var (exitCode, _, error) = Run("scripts/install-debian-packages.sh");

        Assert.Equal(0, exitCode);
        Assert.StartsWith("not installed, because apt-get is not on PATH: python3-numpy python3-onnx python3-torch libopenblas0-pthread python3-pil python3-protobuf chromium ", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Installer_takes_only_what_is_missing()
    {
        With("dpkg-query", "[[ $4 == chromium ]] || echo -n 'install ok installed'")
            .With("apt-get", $"echo \"$@\" >>{In("log")}").With("dpkg", "exit 0").With("id", "echo 0");

        var (exitCode, _, error) = Run("scripts/install-debian-packages.sh");

        Assert.Equal((0, "installing chromium\n"), (exitCode, error));
        Assert.EndsWith("install -y --no-install-recommends chromium", File.ReadAllLines(In("log"))[^1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Installer_that_fails_shows_apt_s_words()
    {
        With("dpkg-query", NothingInstalled).With("dpkg", "exit 0").With("id", "echo 0")
            .With("apt-get", "[[ $* != *install* ]] || { echo 'E: Unable to locate package chromium'; exit 100; }");

        var (exitCode, _, error) = Run("scripts/install-debian-packages.sh");

        Assert.Equal(1, exitCode);
        Assert.Contains("E: Unable to locate package chromium\nerror: apt-get failed", error, StringComparison.Ordinal);
    }

    private string In(params string[] parts) => Path.Combine([_folder, .. parts]);

    // Adds a command to the PATH.
    private VaeScriptTests With(string command, string script)
    {
        File.WriteAllText(In("bin", command), "#!/usr/bin/env bash\n" + script + "\n");
        File.SetUnixFileMode(In("bin", command), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    private (int ExitCode, string Output, string Error) Run(string script, params string[] arguments) =>
        ChildProcess.RunToEnd(In("bin", "bash"), In("clone"), [In("clone", script), .. arguments], ("PATH", In("bin")));
}
