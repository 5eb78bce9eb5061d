using System.Text;
using VaePipeline.Contracts.Files;
using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Tests.Formats;

public sealed class NpyWriterTests : IDisposable
{
    private const string Describe = "import sys, numpy; a = numpy.load(sys.argv[1]); print(a.dtype.str, a.shape, a.flags.c_contiguous, a.ravel().tolist())";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Header_has_the_bytes_by_hand_and_the_true_count()
    {
        using MemoryStream stream = new();
        NpyWriter writer = new(stream, 1, 1, 2);
        writer.Append([1, 2, 3, 4]);
        writer.Append([5, 6]);
        writer.Complete();

        byte[] file = stream.ToArray();
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0], file[..10]);
        string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 1, 1, 2), }";
        Assert.Equal(header.PadRight(117) + "\n", Encoding.ASCII.GetString(file, 10, 118));
        Assert.Equal([.. new float[] { 1, 2, 3, 4, 5, 6 }.SelectMany(BitConverter.GetBytes)], file[128..]);
        Assert.Equal(file.Length, stream.Position);
        Assert.Throws<InvalidOperationException>(writer.Complete);
    }

    [Fact]
    public void Rows_without_sizes_are_a_tuple_of_one()
    {
        using MemoryStream stream = new();
        NpyWriter writer = new(stream);
        writer.Append([1, 2]);
        writer.Complete();

        Assert.Contains("'shape': (2,), }", Encoding.ASCII.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Numpy_reads_images_of_bytes()
    {
        Python.SkipWithout("numpy");
        string path = _folder["a.npy"];
        AtomicFile.Write(path, stream =>
        {
            stream.Write(NpyWriter.Header(NpyElementType.Byte, 2, 1, 2, 2));
            stream.Write([0, 1, 2, 3, 252, 253, 254, 255]);
        });

        Assert.Equal("|u1 (2, 1, 2, 2) True [0, 1, 2, 3, 252, 253, 254, 255]", Python.Print(Describe, path));
    }

    [SkippableFact]
    public void Numpy_reads_latents_of_float32()
    {
        Python.SkipWithout("numpy");
        string path = _folder["a.npy"];
        AtomicFile.Write(path, stream =>
        {
            NpyWriter writer = new(stream, 2);
            writer.Append([0.5f, -1]);
            writer.Append([3.25f, float.PositiveInfinity]);
            writer.Complete();
        });

        Assert.Equal("<f4 (2, 2) True [0.5, -1.0, 3.25, inf]", Python.Print(Describe, path));
    }

    [SkippableFact]
    public void Numpy_reads_no_rows()
    {
        Python.SkipWithout("numpy");
        string path = _folder["a.npy"];
        AtomicFile.Write(path, stream => new NpyWriter(stream, 1, 28, 28).Complete());

        Assert.Equal("<f4 (0, 1, 28, 28) True []", Python.Print(Describe, path));
    }

    [Fact]
    public void Append_refuses_part_of_a_row()
    {
        using MemoryStream stream = new();
        NpyWriter writer = new(stream, 2);

        ArgumentException part = Assert.Throws<ArgumentException>(() => writer.Append(new float[3]));

        Assert.StartsWith("3 values; expected a multiple of 2. Pass whole rows.", part.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writer_refuses_empty_sizes_and_a_stream_without_seek()
    {
        using MemoryStream stream = new();

        Assert.Throws<ArgumentOutOfRangeException>(() => new NpyWriter(stream, 0));
        ArgumentException pipe = Assert.Throws<ArgumentException>(() => new NpyWriter(new PiecewiseStream([], 1), 1));

        Assert.StartsWith("the stream cannot seek;", pipe.Message, StringComparison.Ordinal);
    }
}
