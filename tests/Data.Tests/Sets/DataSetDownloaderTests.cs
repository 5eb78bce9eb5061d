using System.Security.Cryptography;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;

namespace VaePipeline.Data.Tests.Sets;

public sealed class DataSetDownloaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MirrorServer _first = new();
    private readonly MirrorServer _second = new();
    private readonly HttpClient _client = new();
    private readonly List<string> _log = [];
    private readonly Dictionary<string, byte[]> _files = [];

    public DataSetDownloaderTests()
    {
        IdxFixture.Write(_folder["source"]);
        foreach (string name in IdxNames.All)
        {
            _files[name] = File.ReadAllBytes(Path.Combine(_folder["source"], name));
            _first.Add($"{name}.gz", IdxFixture.Packed(_files[name]));
            _second.Add($"{name}.gz", IdxFixture.Packed(_files[name]));
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _first.Dispose();
        _second.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Ensure_brings_all_files_and_asks_for_none_twice()
    {
        await EnsureAsync(DataSet());
        await EnsureAsync(DataSet());

        Assert.Equal(IdxNames.All.Select(name => $"{name}.gz"), _first.Requests);
        Assert.Empty(_second.Requests);
        Assert.Equal(24, IdxFolder.Read(_folder["cache"]).Training.Count);
        Assert.Equal([.. IdxNames.All.Select(name => $"{name}.gz").Order(StringComparer.Ordinal)], CachedNames());
    }

    [Fact]
    public async Task Ensure_goes_on_where_a_mirror_broke_off()
    {
        _first.BreakOffAfter = 1000;

        await EnsureAsync(DataSet());

        // What had arrived may be less than what was sent, but it is asked on from, at the same mirror.
        Assert.Matches("^train-images-idx3-ubyte.gz from byte [0-9]+$", _first.Requests.ElementAt(1));
        Assert.Empty(_second.Requests);
        Assert.Equal(24, IdxFolder.Read(_folder["cache"]).Training.Count);
    }

    [Fact]
    public async Task Ensure_goes_on_from_what_an_earlier_process_left()
    {
        Directory.CreateDirectory(_folder["cache"]);
        byte[] packed = IdxFixture.Packed(_files[IdxNames.TrainingImages]);
        File.WriteAllBytes(Path.Combine(_folder["cache"], "train-images-idx3-ubyte.gz.0.part"), packed[..700]);

        await EnsureAsync(DataSet());

        Assert.Equal("train-images-idx3-ubyte.gz from byte 700", _first.Requests.First());
        Assert.Equal(24, IdxFolder.Read(_folder["cache"]).Training.Count);
    }

    [Fact]
    public async Task Ensure_turns_to_the_second_mirror_when_the_first_is_down()
    {
        _first.IsDown = true;

        await EnsureAsync(DataSet());

        Assert.Equal(IdxNames.All.Select(name => $"{name}.gz"), _second.Requests);
        Assert.Contains(_log, line => line.Contains("503", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ensure_throws_away_a_file_with_another_hash_and_turns_to_the_second_mirror()
    {
        byte[] damaged = [.. _files[IdxNames.TestImages]];
        damaged[100] ^= 1;
        _first.Add($"{IdxNames.TestImages}.gz", IdxFixture.Packed(damaged));

        await EnsureAsync(DataSet());

        Assert.Equal([$"{IdxNames.TestImages}.gz"], _second.Requests);
        Assert.Equal(_files[IdxNames.TestImages][16..], IdxFolder.Read(_folder["cache"]).Test.Pixels);
        Assert.DoesNotContain(CachedNames(), name => name.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ensure_replaces_a_damaged_file_in_the_cache()
    {
        await EnsureAsync(DataSet());
        File.WriteAllBytes(Path.Combine(_folder["cache"], $"{IdxNames.TestLabels}.gz"), [0x1F, 0x8B, 8, 0]);

        await EnsureAsync(DataSet());

        Assert.Equal(6, IdxFolder.Read(_folder["cache"]).Test.Labels!.Length);
    }

    [Fact]
    public async Task Ensure_checks_the_packed_file_where_only_its_hash_is_known()
    {
        var dataSet = DataSet(name => new KnownFile(name, Hash(IdxFixture.Packed(_files[name])), IsHashOfUnpacked: false));

        await EnsureAsync(dataSet);

        Assert.Equal(24, IdxFolder.Read(_folder["cache"]).Training.Count);
    }

    [Fact]
    public async Task Ensure_without_a_mirror_says_how_to_go_on()
    {
        _first.IsDown = true;
        _second.Dispose();

        var error = await Assert.ThrowsAsync<IOException>(() => EnsureAsync(DataSet()));

        Assert.StartsWith("small: train-images-idx3-ubyte.gz could not be downloaded (127.0.0.1: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "expected one of 2 mirrors to give it. Put the four files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte "
            + "(plain or .gz) into a folder and pass that as --data FOLDER, or train on the built-in set with --data digits.",
            error.Message,
            StringComparison.Ordinal);
    }

    private Task EnsureAsync(KnownDataSet dataSet) =>
        new DataSetDownloader(_client, _log.Add).EnsureAsync(dataSet, _folder["cache"], CancellationToken.None);

    private KnownDataSet DataSet(Func<string, KnownFile>? describe = null) => new(
        "small",
        "MIT",
        [_first.Address, _second.Address],
        [.. IdxNames.All.Select(describe ?? (name => new KnownFile(name, Hash(_files[name]), IsHashOfUnpacked: true)))]);

    private string[] CachedNames() =>
        [.. Directory.EnumerateFiles(_folder["cache"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
