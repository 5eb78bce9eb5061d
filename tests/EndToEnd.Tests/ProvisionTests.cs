using System.Diagnostics;
using System.Runtime.Versioning;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>What ./vae does on machines of several kinds, acted out with stand-in commands.</summary>
[SupportedOSPlatform("linux")]
public sealed class ProvisionTests : IDisposable
{
    private const string FeedLacksPackage = "echo 'probe.csproj : error NU1102: Unable to find package Microsoft.ML with version (= 5.0.0) [probe.csproj]'; exit 1";
    private const string FeedOutOfReach = "echo 'probe.csproj : error NU1301: Unable to load the service index [probe.csproj]'; exit 1";
    private const string NothingInstalled = "exit 1";

    private readonly ProvisionSandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public void Choose_provider_feed_without_a_package_takes_compat_and_says_why()
    {
        sandbox.With("dotnet", FeedLacksPackage);

        var (exitCode, error) = sandbox.Run("choose_provider");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            "vae: packages: the stand-ins in compat/, because the package feed lacks the real ones (NU1102: Unable to find package Microsoft.ML with version (= 5.0.0))\n",
            error);
        Assert.Contains(">compat<", Remembered(), StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_provider_feed_with_all_packages_takes_nuget()
    {
        sandbox.With("dotnet", "exit 0");

        var (exitCode, error) = sandbox.Run("choose_provider");

        Assert.Equal(0, exitCode);
        Assert.Equal("vae: packages: the real ones, which the package feed has\n", error);
        Assert.Contains(">nuget<", Remembered(), StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_provider_feed_out_of_reach_is_an_error_and_decides_nothing()
    {
        sandbox.With("dotnet", FeedOutOfReach);

        var (exitCode, error) = sandbox.Run("choose_provider");

        Assert.Equal(1, exitCode);
        Assert.Contains("error: the package feed could not be asked", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(sandbox.State, "provider.props")));
    }

    [Fact]
    public void Choose_provider_is_asked_once()
    {
        sandbox.With("dotnet", "echo asked >>$LOG; exit 0");

        sandbox.Run("choose_provider; choose_provider");

        Assert.Single(File.ReadAllLines(sandbox.Log));
    }

    [Fact]
    public void Choose_provider_forced_asks_no_feed_and_is_remembered()
    {
        var (exitCode, error) = sandbox.Run("choose_provider", packageProvider: "nuget");

        Assert.Equal(0, exitCode);
        Assert.Equal("vae: packages: nuget, as PackageProvider=nuget asks\n", error);
        Assert.Contains(">nuget<", Remembered(), StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_provider_unknown_name_is_a_usage_error()
    {
        var (exitCode, error) = sandbox.Run("choose_provider", packageProvider: "maven");

        Assert.Equal(2, exitCode);
        Assert.Equal("error: PackageProvider is \"maven\"; expected nuget or compat. Set it to one of these, or unset it.\n", error);
    }

    [Fact]
    public void Require_dotnet_without_it_names_the_sdk()
    {
        var (exitCode, error) = sandbox.Run("require_dotnet");

        Assert.Equal(1, exitCode);
        Assert.Contains(".NET 10 SDK", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Debian_without_root_names_what_to_install()
    {
        sandbox.With("dpkg-query", NothingInstalled).With("apt-get", "echo called >>$LOG").With("id", "echo 1000");

        var (exitCode, error) = sandbox.Run("debian libtorch-dev g++");

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "error: installing packages needs root. Run: sudo apt-get install -y --no-install-recommends libtorch-dev g++ and call ./vae again.\n",
            error);
        Assert.False(File.Exists(sandbox.Log));
    }

    [Fact]
    public void Debian_without_apt_names_what_to_install()
    {
        sandbox.With("dpkg-query", NothingInstalled);

        var (exitCode, error) = sandbox.Run("debian libtorch-dev g++");

        Assert.Equal(1, exitCode);
        Assert.Contains("these packages are missing: libtorch-dev g++", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Debian_installs_only_what_is_missing()
    {
        sandbox.With("dpkg-query", "[[ $4 == g++ ]] && echo -n 'install ok installed'")
            .With("apt-get", "echo \"$@\" >>$LOG").With("dpkg", "exit 0").With("id", "echo 0");

        var (exitCode, _) = sandbox.Run("debian libtorch-dev g++");

        Assert.Equal(0, exitCode);
        Assert.EndsWith("install -y --no-install-recommends libtorch-dev", File.ReadAllLines(sandbox.Log)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Debian_failed_install_shows_its_error()
    {
        sandbox.With("dpkg-query", NothingInstalled).With("dpkg", "exit 0").With("id", "echo 0")
            .With("apt-get", "[[ $* != *install* ]] || { echo 'E: Unable to locate package libtorch-dev'; exit 100; }");

        var (exitCode, error) = sandbox.Run("debian libtorch-dev");

        Assert.Equal(1, exitCode);
        Assert.Contains("E: Unable to locate package libtorch-dev", error, StringComparison.Ordinal);
        Assert.Contains("error: apt-get install libtorch-dev failed", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Fetch_onnxruntime_wrong_checksum_is_refused_and_nothing_is_used()
    {
        sandbox.With("npm", "echo tampered >package.tgz");

        var (exitCode, error) = sandbox.Run("fetch_onnxruntime");

        Assert.Equal(1, exitCode);
        Assert.Contains("SHA-512 is", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(sandbox.State, "onnxruntime")));
    }

    [Fact]
    public void Fetch_onnxruntime_cut_off_before_is_done_again_once()
    {
        Directory.CreateDirectory(Path.Combine(sandbox.State, "onnxruntime", "Runtime"));
        sandbox.With("npm", """
            echo packed >>$LOG
            mkdir -p package/Runtime package/Plugins/Linux/x64
            touch package/Runtime/OrtEnv.cs package/Plugins/Linux/x64/libonnxruntime.so package/LICENSE package/ThirdPartyNotices.txt
            tar -czf onnxruntime.tgz package && rm -rf package
            """);
        const string AcceptAnyTarball = "onnxruntime_sha512=same; sha512sum() { echo same; };";

        var (exitCode, error) = sandbox.Run(AcceptAnyTarball + "fetch_onnxruntime; fetch_onnxruntime");

        Assert.True(exitCode == 0, error);
        Assert.Single(File.ReadAllLines(sandbox.Log));
        Assert.True(File.Exists(Path.Combine(sandbox.State, "onnxruntime", "Runtime", "OrtEnv.cs")));
    }

    [Fact]
    public void With_lock_two_at_once_run_one_after_the_other()
    {
        const string Script = "work() { echo begin >>$LOG; sleep 0.3; echo end >>$LOG; }; with_lock work";

        using Process first = sandbox.Start(Script);
        using Process second = sandbox.Start(Script);
        first.WaitForExit();
        second.WaitForExit();

        Assert.Equal(["begin", "end", "begin", "end"], File.ReadAllLines(sandbox.Log));
    }

    private string Remembered() => File.ReadAllText(Path.Combine(sandbox.State, "provider.props"));
}
