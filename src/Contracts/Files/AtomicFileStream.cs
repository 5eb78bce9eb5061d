namespace VaePipeline.Contracts.Files;

/// <summary>
/// A file under construction. <see cref="Commit"/> gives it its name; disposed without that, it vanishes and the file
/// that was there before stays whole. Made by <see cref="AtomicFile.Create"/>. Not thread-safe.
/// </summary>
public sealed class AtomicFileStream : FileStream
{
    private readonly string _target;
    private readonly string _temporary;
    private readonly bool _overwrite;
    private bool _finished;

    internal AtomicFileStream(string path, string target, string temporary, bool overwrite)
        : base(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16)
    {
        OutputPath = path;
        _target = target;
        _temporary = temporary;
        _overwrite = overwrite;
    }

    /// <summary>The path that the file gets, as it was given.</summary>
    public string OutputPath { get; }

    /// <summary>Flushes the file to the disk, closes it and gives it its name.</summary>
    /// <exception cref="UnwritableOutputException">A file of that name appeared meanwhile and may not be replaced, or the name became a folder.</exception>
    /// <exception cref="IOException">The disk is full, or failed. The temporary file is removed and the old file is whole.</exception>
    /// <exception cref="InvalidOperationException">The file was committed before.</exception>
    public void Commit()
    {
        if (_finished)
        {
            throw new InvalidOperationException($"{OutputPath}: the file is finished already; expected one call of Commit before Dispose.");
        }

        Flush(flushToDisk: true);
        base.Dispose(disposing: true);
        try
        {
            AtomicFile.Move(_temporary, OutputPath, _target, _overwrite);
            _finished = true;
        }
        finally
        {
            RemoveTemporary();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        try
        {
            base.Dispose(disposing);
        }
        finally
        {
            // Not from the finalizer: it runs also where opening failed, and a throw there ends the process.
            if (disposing)
            {
                RemoveTemporary();
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            RemoveTemporary();
        }

        GC.SuppressFinalize(this);
    }

    private void RemoveTemporary()
    {
        if (!_finished)
        {
            _finished = true;
            File.Delete(_temporary);
        }
    }
}
