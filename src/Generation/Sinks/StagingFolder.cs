namespace VaePipeline.Generation.Sinks;

/// <summary>A folder beside an output in which it is written. Disposed, it vanishes with what is still in it.</summary>
internal sealed class StagingFolder : IDisposable
{
    private readonly ImageOutput _output;
    private readonly bool _overwrite;
    private readonly string _path;

    /// <summary>Makes it.</summary>
    /// <exception cref="UnwritableOutputException">The output cannot be written, or is there and may not be replaced.</exception>
    public StagingFolder(ImageOutput output, bool overwrite)
    {
        OutputPlace.Check(output, overwrite);
        (_output, _overwrite) = (output, overwrite);
        _path = OutputPlace.Sibling(OutputPlace.TargetOf(output.Path), "new");
        try
        {
            Directory.CreateDirectory(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableOutputException($"{output.Path}: the folder cannot be written ({exception.Message.TrimEnd('.')}); expected a writable place. Choose another path.", exception);
        }
    }

    /// <summary>Where a sink writes.</summary>
    public string Place => Path.Combine(_path, OutputPlace.NameOf(_output));

    /// <summary>Moves all to its place.</summary>
    public void Publish()
    {
        if (_overwrite)
        {
            OutputPlace.RemoveFurtherPages(_path, _output);
        }

        OutputPlace.MoveInto(_path, _output, _overwrite);
    }

    public void Dispose()
    {
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path, recursive: true);
        }
    }
}
