using VaePipeline.Contracts.Files;

namespace VaePipeline.Generation.Sinks;

/// <summary>An output in a staged folder beside its place. Disposed, it vanishes with what is still in it.</summary>
internal sealed class StagedOutput : IDisposable
{
    private readonly ImageOutput _output;
    private readonly bool _overwrite;
    private readonly StagedFolder _folder;

    /// <summary>Makes the folder.</summary>
    /// <exception cref="UnwritableOutputException">The output cannot be written, or is there and may not be replaced.</exception>
    public StagedOutput(ImageOutput output, bool overwrite)
    {
        OutputPlace.Check(output, overwrite);
        (_output, _overwrite) = (output, overwrite);
        try
        {
            _folder = new StagedFolder(OutputPlace.Sibling(OutputPlace.TargetOf(output), "new"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DiskErrors.Unwritable(output.Path, exception, "Choose another path.");
        }
    }

    /// <summary>Where a sink writes.</summary>
    public string Place => Path.Combine(_folder.FullPath, OutputPlace.NameOf(_output));

    /// <summary>Moves all to its place.</summary>
    public void Publish()
    {
        if (_overwrite)
        {
            OutputPlace.RemoveFurtherPages(_folder.FullPath, _output);
        }

        OutputPlace.MoveInto(_folder.FullPath, _output, _overwrite);
    }

    public void Dispose() => _folder.Dispose();
}
