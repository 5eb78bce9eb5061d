namespace VaePipeline.EndToEnd.Tests.Packages;

/// <summary>A program outside the checkout that uses torch before anything of ours.</summary>
[Trait("Category", "Slow")]
public sealed class TorchSharpLoaderTests(TorchProgram program) : IClassFixture<TorchProgram>
{
    private const string Version = "GLIBCXX_3.4.32";

    [SkippableFact]
    public void Program_gets_the_library_as_it_is_or_from_memory_whichever_the_system_can_load()
    {
        string expected = SystemHasVersion() ? TorchProgram.Library(program.Folder) : "/memfd:libLibTorchSharp.so (deleted)";

        AssertPrints(expected, TorchProgram.Run(program.Folder));
    }

    [SkippableFact]
    public void Library_that_loads_as_it_is_is_left_alone()
    {
        byte[] library = File.ReadAllBytes(TorchProgram.Library(program.Folder));
        TorchSharpLoader.MakeWeak(library, Version);
        string folder = program.With("libLibTorchSharp.so", library);

        AssertPrints(TorchProgram.Library(folder), TorchProgram.Run(folder));
    }

    [SkippableFact]
    public void Two_programs_at_once_need_no_home_and_no_folder_for_temporary_files()
    {
        string folder = program.Folder;
        (string, string)[] nowhere = [("HOME", "/nonexistent"), ("XDG_CACHE_HOME", "/nonexistent"), ("TMPDIR", "/nonexistent")];
        var runs = new (int ExitCode, string Output, string Error)[2];

        Parallel.For(0, runs.Length, i => runs[i] = TorchProgram.Run(folder, nowhere));

        Assert.All(runs, run => Assert.StartsWith("3\n", run.Output, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Library_that_cannot_be_loaded_is_named_in_one_line_before_the_exception()
    {
        string folder = program.With("libc10.so", "no library"u8.ToArray());

        var (exitCode, _, error) = TorchProgram.Run(folder);

        Assert.NotEqual(0, exitCode);
        Assert.StartsWith(
            $"libLibTorchSharp.so: {TorchProgram.Library(folder, "libc10.so")}: file too short. TorchSharp 0.107 needs Linux on x64 with glibc 2.34 "
            + "and the libstdc++ of GCC 12 or newer, as Debian 12 and Ubuntu 22.04 have them.\nUnhandled exception.",
            error,
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public void MakeWeak_changes_one_byte_once()
    {
        byte[] library = File.ReadAllBytes(TorchProgram.Library(program.Folder)), marked = [.. library];

        Assert.True(TorchSharpLoader.MakeWeak(marked, Version));

        int changed = Assert.Single(Enumerable.Range(0, library.Length), i => library[i] != marked[i]);
        Assert.Equal((0, 2), (library[changed], marked[changed]));
        Assert.False(TorchSharpLoader.MakeWeak(marked, Version), "it is weak already");
        Assert.False(TorchSharpLoader.MakeWeak(marked, "GLIBCXX_3.4.3"), "the whole name of a version counts");
        Assert.ThrowsAny<ArgumentException>(() => TorchSharpLoader.MakeWeak(library.AsSpan(0, 5000), Version));
    }

    private static void AssertPrints(string mapped, (int ExitCode, string Output, string Error) run)
    {
        Assert.Equal("", run.Error);
        Assert.Equal($"3\n{mapped}\n", run.Output);
    }

    // By the C++ library that this process has loaded.
    private static bool SystemHasVersion()
    {
        string map = File.ReadLines("/proc/self/maps").First(line => line.Contains("libstdc++.so.6", StringComparison.Ordinal));
        return File.ReadAllBytes(map[map.IndexOf('/', StringComparison.Ordinal)..]).AsSpan().IndexOf("GLIBCXX_3.4.32"u8) >= 0;
    }
}
