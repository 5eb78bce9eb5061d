using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using VaePipeline.Contracts.Onnx;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

/// <summary>Models saved to memory and loaded again.</summary>
internal static class SavedModel
{
    /// <summary>Saves a model, and disposes it.</summary>
    public static byte[] Save(ITransformer model, DataViewSchema schema)
    {
        using var file = new MemoryStream();
        new MLContext().Model.Save(model, schema, file);
        (model as IDisposable)?.Dispose();
        return file.ToArray();
    }

    /// <summary>Loads a model as a program without this library does.</summary>
    public static ITransformer Load(byte[] file, MLContext? context = null)
    {
        using var stream = new MemoryStream(file);
        return (context ?? new MLContext()).Model.Load(stream, out _);
    }

    /// <summary>The transformers of a model, without chains around them.</summary>
    public static IEnumerable<ITransformer> Steps(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Steps) : [model];

    /// <summary>What is true of data from a saved step, of plain ML.NET's, then of the batched one's.</summary>
    public static void Check(byte[] file, IDataView source, Action<IDataView> check)
    {
        ITransformer plain = Load(file);
        Assert.Single(Steps(plain).OfType<OnnxTransformer>());
        check(plain.Transform(source));

        ITransformer batched = plain.ToBatchedOnnx();
        Assert.Single(Steps(batched).OfType<BatchedOnnxTransformer>());
        check(batched.Transform(source));
        (batched as IDisposable)?.Dispose();
    }

    /// <summary>The one ONNX model in a saved model.</summary>
    public static OnnxSummary Onnx(byte[] file) => OnnxFile.Read(OnnxBytes(file), "zip");

    /// <summary>Its bytes: the entry is an int32 length and these.</summary>
    public static byte[] OnnxBytes(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        ZipArchiveEntry entry = Assert.Single(zip.Entries, entry => entry.FullName.EndsWith("OnnxModel", StringComparison.Ordinal));
        using var bytes = new MemoryStream();
        using (Stream stream = entry.Open())
        {
            stream.CopyTo(bytes);
        }

        Assert.Equal(bytes.Length - sizeof(int), BitConverter.ToInt32(bytes.GetBuffer()));
        return bytes.ToArray()[sizeof(int)..];
    }
}
