using System.Security.Cryptography;
using Google.Protobuf;
using VaePipeline.Contracts.Files;
using VaePipeline.Contracts.Onnx;

namespace VaePipeline.OnnxExport.Verification;

/// <summary>
/// An ONNX file that was written under a temporary name and compared with its module. <see cref="Commit"/> gives it
/// its name; disposed without that, it vanishes. So several files can be proven before the first one appears.
/// </summary>
internal sealed class StagedOnnxFile : IDisposable
{
    private readonly AtomicFileStream _file;
    private readonly ExportedFile _result;

    private StagedOnnxFile(AtomicFileStream file, ExportedFile result)
    {
        _file = file;
        _result = result;
    }

    /// <summary>Writes a model, reads it back and compares it.</summary>
    /// <param name="path">Final path of the file; one that is there is replaced by <see cref="Commit"/>.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="batches">Inputs, and what the module makes of them.</param>
    /// <exception cref="ParityException">The graph computes something else than the module; the message names the layer.</exception>
    /// <exception cref="ExportException">ONNX Runtime refuses the graph.</exception>
    /// <exception cref="IOException">The path cannot be written.</exception>
    public static StagedOnnxFile Write(string path, BuiltGraph graph, IReadOnlyList<ParityBatch> batches) =>
        Write(path, graph.Model, bytes => Verify(bytes, Path.GetFileName(path), graph, batches));

    /// <summary>Writes a model, reads it back and has it compared.</summary>
    /// <param name="path">Final path of the file; one that is there is replaced by <see cref="Commit"/>.</param>
    /// <param name="model">The model.</param>
    /// <param name="verify">Gets the file's bytes; throws where they must not appear.</param>
    /// <exception cref="IOException">The path cannot be written.</exception>
    public static StagedOnnxFile Write(string path, ModelProto model, Func<byte[], ParityReport> verify)
    {
        var file = AtomicFile.Create(path);
        try
        {
            model.WriteTo(file);
            file.Flush();
            // What lies on the disk is compared, not what was meant to be written.
            var bytes = new byte[file.Length];
            file.Position = 0;
            file.ReadExactly(bytes);
            var parity = verify(bytes);
            var entry = new FileEntry { Name = Path.GetFileName(path), Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
            return new StagedOnnxFile(file, new ExportedFile(entry, bytes.Length, parity));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="IOException">The path cannot be written; what was there stays.</exception>
    public ExportedFile Commit()
    {
        _file.Commit();
        return _result;
    }

    public void Dispose() => _file.Dispose();

    private static ParityReport Verify(byte[] bytes, string fileName, BuiltGraph graph, IReadOnlyList<ParityBatch> batches)
    {
        try
        {
            return OnnxParity.Verify(bytes, fileName, batches);
        }
        catch (ParityException exception)
        {
            var batch = batches.First(batch => batch.Expected[0].Shape[0] == exception.Worst.BatchSize);
            throw new ParityException(fileName, exception.Worst, OnnxParity.Tolerance, LayerParity.Explain(graph, batch), exception);
        }
    }
}
