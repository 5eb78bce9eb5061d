using System.Buffers.Binary;
using System.IO.Compression;
using VaePipeline.Data.Digits;
using VaePipeline.Data.Images;

namespace VaePipeline.Tests;

/// <summary>Small data sets in MNIST's layout.</summary>
internal static class IdxFixture
{
    /// <summary>Writes the four files, drawn digits with their labels.</summary>
    public static void Write(string folder, int trainingCount = 24, int testCount = 6)
    {
        Directory.CreateDirectory(folder);
        WritePart(folder, IdxNames.TrainingImages, IdxNames.TrainingLabels, DigitGenerator.Generate(trainingCount, seed: 1));
        WritePart(folder, IdxNames.TestImages, IdxNames.TestLabels, DigitGenerator.Generate(testCount, seed: 2));
    }

    /// <summary>The bytes of an IDX file of images.</summary>
    public static byte[] Images(ImageSet images) =>
        [.. Header(0x00000803, images.Count, images.Shape.Height, images.Shape.Width), .. images.Pixels];

    /// <summary>The bytes of an IDX file of labels.</summary>
    public static byte[] Labels(ReadOnlySpan<byte> labels) => [.. Header(0x00000801, labels.Length), .. labels];

    /// <summary>Big-endian numbers.</summary>
    public static byte[] Header(params uint[] numbers) => [.. numbers.SelectMany(number =>
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    })];

    public static byte[] Packed(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Header(params int[] numbers) => Header([.. numbers.Select(number => (uint)number)]);

    private static void WritePart(string folder, string imagesName, string labelsName, ImageSet images)
    {
        File.WriteAllBytes(Path.Combine(folder, imagesName), Images(images));
        File.WriteAllBytes(Path.Combine(folder, labelsName), Labels(images.Labels));
    }
}
