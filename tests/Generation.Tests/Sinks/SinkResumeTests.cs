using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation.Tests.Sinks;

public sealed class SinkResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.idx", null, 5, 6)]
    [InlineData("a.npy", null, 5, 6)]
    [InlineData("a.npy", "npy-float32", 5, 6)]
    [InlineData("a.csv", null, 5, 6)]
    [InlineData("a.raw", null, 5, 6)]
    [InlineData("a.png", null, 9, 3)] // pages of 4
    [InlineData("a.idx.gz", null, 5, 1)]
    [InlineData("a/", null, 5, 6)]
    public void OpenAt_every_state_goes_on_to_the_same_bytes(string name, string? format, int count, int expectedStates)
        => RequireSameFromEveryState(ImageOutput.Parse(_folder[name], format), new ImageShape(1, 3, 5), count, expectedStates, _ => true);

    // 64 images of 512 x 512 fill a gzip member.
    [Theory]
    [InlineData("a.idx.gz")]
    [InlineData("a.raw.gz")]
    [Trait("Category", "Slow")]
    public void OpenAt_between_gzip_members_goes_on_to_the_same_bytes(string name)
        => RequireSameFromEveryState(ImageOutput.Parse(_folder[name]), new ImageShape(1, 512, 512), count: 150, expectedStates: 3, _ => true);

    [Fact]
    [Trait("Category", "Slow")]
    public void OpenAt_around_a_full_sub_folder_goes_on_to_the_same_files()
        => RequireSameFromEveryState(
            ImageOutput.Parse(_folder["a/"]), new ImageShape(3, 1, 1), count: 1003, expectedStates: 4, state => state.Rows is 999 or 1000 or 1001 or 1003);

    [Fact]
    public void OpenAt_a_file_shorter_than_its_state_is_refused()
    {
        ImageOutput output = ImageOutput.Parse(_folder["a.raw"]);
        string place = _folder.Put("work", "four");

        BadInputException error = Assert.Throws<BadInputException>(() => ImageSink.OpenAt(place, output, new ImageShape(1, 1, 1), new ImageSinkOptions(), new SinkState(5, 5)));

        Assert.Equal($"{output.Path}: {place} has 4 bytes; expected at least 5, as they were when the run was cut off. The work is damaged: begin again.", error.Message);
        Assert.Equal("four", File.ReadAllText(place));
    }

    [Fact]
    public void Sync_from_another_thread_leaves_the_images_whole()
    {
        ImageOutput output = ImageOutput.Parse(_folder["a.raw"]);
        ImageShape shape = new(1, 16, 16);
        using ImageSink sink = ImageSink.OpenAt(_folder["work"], output, shape, new ImageSinkOptions(), null);
        using CancellationTokenSource end = new();
        Thread syncing = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                sink.Sync();
            }
        });
        syncing.Start();
        for (int part = 1; part <= 100; part++)
        {
            SinkImages.AppendUpTo(sink, output.Format, part * 30);
            Assert.True(sink.TryCheckpoint(out SinkState state));
            Assert.Equal(new SinkState(part * 30, part * 30 * 256), state);
        }

        end.Cancel();
        syncing.Join();
        sink.Complete();

        Assert.Equal(Enumerable.Range(0, 3000).SelectMany(row => SinkImages.Of(row, shape)), File.ReadAllBytes(_folder["work"]));
    }

    /// <summary>
    /// Writes without a break, taking every state on the way; then, for each, as a run does that is killed: up to the
    /// state, some images more and garbage behind them, and another sink goes on.
    /// </summary>
    private void RequireSameFromEveryState(ImageOutput output, ImageShape shape, int count, int expectedStates, Func<SinkState, bool> isTried)
    {
        ImageSinkOptions options = new() { Columns = 2, PageRows = 2 };
        List<SinkState> states = [];
        string whole = Place("whole", output);
        using (ImageSink sink = ImageSink.OpenAt(whole, output, shape, options, null))
        {
            for (int rows = 0; rows <= count; rows++)
            {
                SinkImages.AppendUpTo(sink, output.Format, rows);
                if (sink.TryCheckpoint(out SinkState state) && isTried(state))
                {
                    states.Add(state);
                }
            }

            sink.Complete();
        }

        Assert.Equal(expectedStates, states.Count);
        foreach (SinkState state in states)
        {
            string cut = Place($"cut-{state.Rows}", output);
            using (ImageSink sink = ImageSink.OpenAt(cut, output, shape, options, null))
            {
                SinkImages.AppendUpTo(sink, output.Format, state.Rows);
                Assert.True(sink.TryCheckpoint(out SinkState again));
                Assert.Equal(state, again);
                SinkImages.AppendUpTo(sink, output.Format, Math.Min(count, state.Rows + 3));
                sink.TryCheckpoint(out _);
            }

            AddGarbage(cut, state.Rows);
            using (ImageSink sink = ImageSink.OpenAt(cut, output, shape, options, state))
            {
                Assert.Equal((state.Rows, state.Bytes), (sink.Count, sink.BytesWritten));
                SinkImages.AppendUpTo(sink, output.Format, count);
                sink.Complete();
            }

            RequireSame(Path.GetDirectoryName(whole)!, Path.GetDirectoryName(cut)!);
        }
    }

    private string Place(string folder, ImageOutput output)
        => Path.Combine(Directory.CreateDirectory(_folder[folder]).FullName, OutputPlace.NameOf(output));

    private static void AddGarbage(string place, long rows)
    {
        if (Directory.Exists(place))
        {
            string last = Directory.CreateDirectory(Path.Combine(place, FormattableString.Invariant($"{rows / 1000:D4}"))).FullName;
            File.WriteAllText(Path.Combine(last, FormattableString.Invariant($"{rows + 7:D7}.png")), "garbage");
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(place, "0002")).FullName, "0002000.png"), "garbage");
        }
        else if (File.Exists(place) && !place.EndsWith(".png", StringComparison.Ordinal))
        {
            File.AppendAllText(place, "garbage");
        }
    }

    private static void RequireSame(string expected, string actual)
    {
        string[] names = Names(expected);
        Assert.Equal(names, Names(actual));
        foreach (string name in names)
        {
            Assert.True(File.ReadAllBytes(Path.Combine(expected, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, name))), $"{name} differs in {actual}");
        }
    }

    private static string[] Names(string folder)
        => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];
}
