using VaePipeline.Contracts.Files;
using VaePipeline.Data.Latents;
using VaePipeline.Data.Points;

namespace VaePipeline.Data.Tests.Latents;

public sealed class LatentFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // 5,000 rows of 3: more than the text buffer holds at once.
    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.csv.gz")]
    [InlineData("a.npy")]
    public void Points_come_back_to_the_bit(string name)
    {
        PriorPoints points = new(5000, 3, seed: 2);
        Write(name, points);

        using LatentReader reader = LatentReader.Open(new LatentInput { Path = _folder[name], LatentSize = 3 });
        float[] read = new float[3], expected = new float[3];
        for (int i = 0; i < 5000; i++)
        {
            Assert.True(reader.TryReadRow(read));
            points.Get(i, expected);
            Assert.Equal(expected, read);
        }

        Assert.False(reader.TryReadRow(read));
    }

    [SkippableFact]
    public void Npy_is_what_numpy_reads()
    {
        Python.SkipWithout("numpy");
        Write("a.npy", new PathPoints([0f, 1f], [1f, 0f], 3));

        Assert.Equal("float32 [[0.0, 1.0], [0.5, 0.5], [1.0, 0.0]]", Python.Print("import numpy, sys; a = numpy.load(sys.argv[1]); print(a.dtype, a.tolist())", _folder["a.npy"]));
    }

    [Fact]
    public void Csv_has_a_header_and_the_shortest_numbers()
    {
        Write("a.csv", new PathPoints([float.MinValue, 0.1f], [float.MaxValue, 1e-45f], 2));

        Assert.Equal("z0,z1\n-3.4028235E+38,0.1\n3.4028235E+38,1E-45\n", File.ReadAllText(_folder["a.csv"]));
    }

    [Fact]
    public void Reader_of_points_serves_them_and_says_how_far_it_is()
    {
        using LatentReader reader = LatentReader.Open(new PathPoints([0f, 1f], [1f, 0f], 3));
        float[] latent = new float[2];

        Assert.True(reader.TryReadRow(latent) && reader.TryReadRow(latent));
        Assert.Equal([0.5f, 0.5f], latent);
        Assert.Equal((16L, 24L, new InputPosition(2, 16)), (reader.BytesRead, reader.TotalBytes, reader.Position));
        Assert.True(reader.TryReadRow(latent));
        Assert.False(reader.TryReadRow(latent));
    }

    [Fact]
    public void Cancelled_or_not_committed_it_leaves_nothing()
    {
        PriorPoints points = new(10, 1, seed: 0);

        Assert.Throws<OperationCanceledException>(() => LatentFile.Write(_folder["a.csv"], points, overwrite: false, new CancellationToken(canceled: true)));
        LatentFile.Write(_folder["a.csv"], points, overwrite: false, CancellationToken.None).Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    [Fact]
    public void Unknown_ending_is_refused()
        => Assert.StartsWith(
            "a.txt: the ending is not known for points; expected .csv, .csv.gz or .npy.",
            Assert.Throws<ArgumentException>(() => LatentFile.RequireEnding("a.txt")).Message,
            StringComparison.Ordinal);

    private void Write(string name, LatentPoints points)
    {
        using AtomicFileStream file = LatentFile.Write(_folder[name], points, overwrite: false, CancellationToken.None);
        file.Commit();
    }
}
