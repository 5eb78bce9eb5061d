using System.Reflection;
using Microsoft.ML.OnnxRuntime;
using VaePipeline.Contracts.Files;
using VaePipeline.Contracts.Onnx;

namespace VaePipeline.Inference.SavedModels;

/// <summary>Loads model files of ML.NET's with one clear line for one that is damaged.</summary>
internal static class ModelFile
{
    private const string Expected = "a model that ML.NET saved";

    /// <summary>Loads a model.</summary>
    /// <exception cref="FileNotFoundException"><paramref name="path"/> is not there.</exception>
    /// <exception cref="BadInputException">The file is damaged, or is not a model that ML.NET saved.</exception>
    public static ITransformer Load(ModelOperationsCatalog catalog, string path, out DataViewSchema inputSchema)
    {
        using FileStream stream = InputFile.OpenRead(path, Expected);

        // ML.NET would name neither the file nor the entry, and leave the temporary files of what it loaded so far.
        foreach ((string entry, byte[] bytes) in ModelArchive.ReadOnnxModels(stream, path))
        {
            _ = OnnxFile.Read(bytes, $"{path}, entry \"{entry}\"");
        }

        stream.Position = 0;
        try
        {
            return LoadTwice(catalog, stream, out inputSchema);
        }
        catch (Exception error) when (error is TargetInvocationException or FormatException or InvalidOperationException
            or InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw BadInputException.In(
                path, $"ML.NET cannot load the file ({FirstLine(error)})", Expected, "Save the model again, or copy the file again.", error);
        }
    }

    // ML.NET copies a model to a file of a random name. One in 32,768 ends in .ort, ONNX Runtime's other format, which fails.
    private static ITransformer LoadTwice(ModelOperationsCatalog catalog, FileStream stream, out DataViewSchema inputSchema)
    {
        try
        {
            return catalog.Load(stream, out inputSchema);
        }
        catch (Exception error) when (error.GetBaseException() is OnnxRuntimeException)
        {
            stream.Position = 0;
            return catalog.Load(stream, out inputSchema);
        }
    }

    private static string FirstLine(Exception error) => error.GetBaseException().Message.Split('\n')[0].TrimEnd('\r', '.');
}
