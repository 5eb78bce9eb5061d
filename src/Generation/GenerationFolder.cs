using System.Text.Json;
using VaePipeline.Contracts.Files;
using VaePipeline.Data.Latents;

namespace VaePipeline.Generation;

/// <summary>
/// Where a run keeps what is not whole yet: <c>OUTPUT.partial/</c>, or, of a part of several, <c>OUTPUT.parts/I-of-N.partial/</c>.
/// It holds the images under their own name in <c>images/</c>, <c>manifest.csv</c>, <c>rejects.csv</c> and <c>run.json</c>.
/// When all is whole, the files of a whole run move to their final names; a part's folder loses its ending.
/// </summary>
internal sealed class GenerationFolder : IDisposable
{
    /// <summary>The record's name.</summary>
    public const string RecordName = "run.json";

    /// <summary>The manifest's name.</summary>
    public const string ManifestName = "manifest.csv";

    /// <summary>The rejects' name.</summary>
    public const string RejectsName = "rejects.csv";

    /// <summary>The folder of images.</summary>
    public const string ImagesName = "images";

    private const string Force = "Pass --force to replace it";

    private readonly ImageOutput _output;
    private readonly Shard _shard;
    private readonly bool _overwrite;
    private readonly WorkFolder _work;

    private GenerationFolder(GenerationOptions options, bool overwrite, WorkFolder work)
    {
        (_output, _shard, _overwrite, _work) = (options.Output, options.Shard, overwrite, work);
        Earlier = ReadRecord();
    }

    /// <summary>The folder.</summary>
    public string Path => _work.FullPath;

    /// <summary>What an earlier run has left; null where this one begins.</summary>
    public GenerationRecord? Earlier { get; }

    /// <summary>Whether there is no image in it that a resume could keep.</summary>
    public bool HasNothing => ReadRecord() is null or { State.Images.Rows: 0 };

    /// <summary>Where the images are written.</summary>
    public string ImagesPlace => System.IO.Path.Combine(Path, ImagesName, OutputPlace.NameOf(_output));

    /// <summary>The folder of a part of an output.</summary>
    public static string PartOf(string output, Shard shard) =>
        System.IO.Path.Combine(PartsOf(output), $"{shard.Index}-of-{shard.Count}");

    /// <summary>The folder of all parts of an output.</summary>
    public static string PartsOf(string output) => System.IO.Path.TrimEndingDirectorySeparator(output) + ".parts";

    /// <summary>A file in this folder.</summary>
    public string In(string name) => _work.In(name);

    /// <summary>Opens or makes the folder of a run.</summary>
    /// <param name="options">The run.</param>
    /// <returns>The folder; null where the output is there already and a resume has nothing left to do.</returns>
    /// <exception cref="UnwritableOutputException">There is an output or an unfinished run, and nothing says what becomes of it; or another run is at work.</exception>
    public static GenerationFolder? Open(GenerationOptions options)
    {
        string target = TargetOf(options);
        string path = target + ".partial";
        bool isBegun = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any();
        if (!isBegun && options.Resume && (options.Shard != Shard.Whole ? Directory.Exists(target) : options.Output.IsThere))
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path); // Empty: all that was left to remove.
            }

            return null;
        }

        bool overwrite = false;
#pragma warning disable CA2000 // The folder made below owns it, or it is disposed there.
        WorkFolder work = WorkFolder.Open(path, path, () => overwrite = Check(options, target, path));
#pragma warning restore CA2000 // As above.
        try
        {
            if (options.Sink.Overwrite || !File.Exists(work.In(RecordName)))
            {
                work.Clear();
            }

            Directory.CreateDirectory(work.In(ImagesName));
            return new GenerationFolder(options, overwrite, work);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or (IOException and not UnwritableOutputException))
        {
            work.Dispose();
            throw DiskErrors.Unwritable(path, exception, "Choose another --output.");
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }

    /// <summary>The record as it stands; null where there is none.</summary>
    public GenerationRecord? ReadRecord() => ReadRecord(Path);

    /// <summary>The record in a folder; null where there is none.</summary>
    public static GenerationRecord? ReadRecord(string folder) =>
        System.IO.Path.Combine(folder, RecordName) is var record && File.Exists(record) ? Read(record) : null;

    /// <summary>Replaces the record, so that at every moment a whole one is there.</summary>
    public void Write(GenerationRecord record) => AtomicFile.Write(In(RecordName), stream => GenerationRecordJson.Write(stream, record));

    /// <summary>Removes at the output's place what would pass for a part of it. To be called once all images are written, before the record says so.</summary>
    public void ClearPlace()
    {
        if (_shard == Shard.Whole && _overwrite)
        {
            OutputPlace.RemoveFurtherPages(In(ImagesName), _output);
        }
    }

    /// <summary>Gives everything its final name.</summary>
    /// <param name="withManifest">Whether the manifest is wanted.</param>
    /// <param name="withRejects">Whether the rejects are.</param>
    /// <returns>The files beside the images.</returns>
    public IReadOnlyList<string> Publish(bool withManifest, bool withRejects)
    {
        if (_shard != Shard.Whole)
        {
            string part = Path[..^".partial".Length];
            if (Directory.Exists(part))
            {
                Directory.Delete(part, recursive: true);
            }

            _work.Dispose();
            Directory.Move(Path, part);
            return [];
        }

        List<string> others = [];
        string target = System.IO.Path.TrimEndingDirectorySeparator(_output.Path);
        foreach ((string name, bool wanted) in new[] { (ManifestName, withManifest), (RejectsName, withRejects) })
        {
            // Resumed after the move of one of them: then it is there already.
            if (wanted && File.Exists(In(name)))
            {
                File.Move(In(name), $"{target}.{name}", overwrite: true);
            }

            if (wanted)
            {
                others.Add($"{target}.{name}");
            }
        }

        // Likewise.
        if (File.Exists(ImagesPlace) || Directory.Exists(ImagesPlace))
        {
            OutputPlace.MoveInto(In(ImagesName), _output, _overwrite);
        }
        else if (!File.Exists(_output.Path) && !Directory.Exists(_output.Path))
        {
            throw BadInputException.In(Path, $"the images are neither in it nor at {_output.Path}", "what the run wrote", "Pass --force to begin again.");
        }

        // The record last: as long as it is there, a resume comes here again.
        _work.Clear(kept: RecordName);
        _work.Delete();
        return others;
    }

    /// <summary>Removes the folder with all that is in it.</summary>
    public void Delete()
    {
        _work.Delete();
        if (_shard != Shard.Whole && !Directory.EnumerateFileSystemEntries(PartsOf(_output.Path)).Any())
        {
            Directory.Delete(PartsOf(_output.Path));
        }
    }

    public void Dispose() => _work.Dispose();

    private static string TargetOf(GenerationOptions options) => options.Shard != Shard.Whole
        ? PartOf(options.Output.Path, options.Shard)
        : System.IO.Path.TrimEndingDirectorySeparator(options.Output.Path);

    /// <summary>Throws if the run must not begin or go on.</summary>
    /// <returns>Whether it may replace what it finds at the output's name.</returns>
    private static bool Check(GenerationOptions options, string target, string path)
    {
        bool isThere = File.Exists(System.IO.Path.Combine(path, RecordName));
        if (isThere && !options.Resume && !options.Sink.Overwrite)
        {
            throw new UnwritableOutputException($"{path}: holds a run that is not finished; expected none. Pass --resume to go on with it, or --force to begin again.");
        }

        // What lies at the output's name may be this run's own, if it was cut off while all got their names.
        GenerationRecord? earlier = isThere && options.Resume ? ReadRecord(path) : null;
        bool overwrite = options.Sink.Overwrite || earlier is { MayReplace: true };
        bool isExpected = overwrite || earlier is { IsComplete: true };
        if (options.Shard == Shard.Whole)
        {
            if (!isExpected)
            {
                options.Output.RequireNew(Force);
            }

            OutputPlace.Check(options.Output, isExpected);
        }
        else if (Directory.Exists(target) && !isExpected)
        {
            throw new UnwritableOutputException($"{target}: the part is there already; expected a new one. {Force}, or --resume to keep it.");
        }

        return overwrite;
    }

    private static GenerationRecord Read(string path)
    {
        try
        {
            return GenerationRecordJson.Read(File.ReadAllBytes(path));
        }
        catch (JsonException exception)
        {
            throw BadInputException.In(path, $"the record cannot be used ({exception.Message})", "what a run of this version writes", "Pass --force to begin again.", exception);
        }
    }
}
