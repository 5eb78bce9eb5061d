using VaePipeline.Contracts.Files;
using VaePipeline.Data.Formats;

namespace VaePipeline.Generation.Encodings;

/// <summary>Writes two NPY files of [N, L] float32: means, and log-variances.</summary>
internal sealed class NpyEncodingSink : EncodingSink
{
    private readonly AtomicFileStream _meanFile;
    private readonly AtomicFileStream _logVarianceFile;
    private readonly NpyWriter _means;
    private readonly NpyWriter _logVariances;
    private readonly int _latentSize;
    private long _written;

    public NpyEncodingSink(EncodingOutput output, int latentSize, bool overwrite)
        : base(output)
    {
        _latentSize = latentSize;
        _meanFile = AtomicFile.Create(output.Path, overwrite);
        try
        {
            _logVarianceFile = AtomicFile.Create(output.LogVariancePath, overwrite);
        }
        catch
        {
            _meanFile.Dispose();
            throw;
        }

        _means = new NpyWriter(_meanFile, latentSize);
        _logVariances = new NpyWriter(_logVarianceFile, latentSize);
        _written = _meanFile.Position + _logVarianceFile.Position;
    }

    public override string Description => Invariant($"NPY files, [{Count}, {_latentSize}] float32: means, and log-variances");

    public override long BytesWritten => _written;

    public override void Dispose()
    {
        _meanFile.Dispose();
        _logVarianceFile.Dispose();
    }

    private protected override void Write(ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance, ReadOnlySpan<char> extra)
    {
        _means.Append(mean);
        _logVariances.Append(logVariance);
        _written += 2L * _latentSize * sizeof(float);
    }

    private protected override void Finish()
    {
        _means.Complete();
        _logVariances.Complete();

        // Both are whole before either gets its name; the one that is asked for comes last.
        _meanFile.Flush(flushToDisk: true);
        _logVarianceFile.Commit();
        _meanFile.Commit();
    }
}
