using System.Collections.Concurrent;
using System.Text;
using VaePipeline.Data.Latents;
using VaePipeline.Data.Points;

namespace VaePipeline.Generation;

/// <summary>
/// A file of latents, or computed points, as ML.NET data: <c>Latent</c>, <c>Vector&lt;Single, L&gt;</c>, and, if the file
/// has further columns, <c>Extra</c>, their text. Unlike ML.NET's text loader, which turns bad text into NaN, it reads
/// strictly: an invalid row ends the cursor with an error that names the line. It streams, in order, and memory
/// does not grow with the file. Any number of threads may use it, each with a cursor of its own; of standard input there is
/// one cursor.
/// </summary>
public sealed class LatentView : StreamView<LatentReader>
{
    /// <summary>Name of the column of latents.</summary>
    public const string LatentColumn = "Latent";

    private readonly RejectsFile? _rejects;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="input">Which file, and how to read it.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="Contracts.Errors.BadInputException">The file cannot be read, or has no such columns.</exception>
    public LatentView(LatentInput input)
        : this(input, rejects: null)
    {
    }

    /// <summary>Serves points that are computed. Their number stands for their line.</summary>
    /// <param name="points">The points.</param>
    public LatentView(LatentPoints points)
        : this(() => LatentReader.Open(points), (points ?? throw new ArgumentNullException(nameof(points))).LatentSize, rejects: null)
    {
    }

    /// <summary>Opens a file of which bad rows are skipped.</summary>
    /// <param name="input">Which file, and how to read it.</param>
    /// <param name="rejects">Takes the bad rows of the one cursor; stays the caller's. Null: they are errors.</param>
    internal LatentView(LatentInput input, RejectsFile? rejects)
        : this(() => LatentReader.Open(input), (input ?? throw new ArgumentNullException(nameof(input))).LatentSize, rejects)
    {
    }

    private LatentView(Func<LatentReader> open, int latentSize, RejectsFile? rejects)
        : base(open, reader => reader.ExtraColumns, LatentColumn, latentSize)
        => _rejects = rejects;

    /// <summary>
    /// Receives a checkpoint for each row that a cursor has read; null for none. The reader runs ahead of the rows that come
    /// out of a pipeline, which keeps their order: the n-th row that comes out takes the n-th checkpoint.
    /// </summary>
    internal ConcurrentQueue<RowCheckpoint>? Checkpoints { get; init; }

    internal override bool TryRead(LatentReader reader, Span<float> values)
    {
        while (true)
        {
            try
            {
                bool hasRow = reader.TryReadRow(values);
                if (hasRow)
                {
                    Checkpoints?.Enqueue(_rejects is null ? new RowCheckpoint(reader.Position, 0, 0) : new RowCheckpoint(reader.Position, _rejects.Rows, _rejects.Bytes));
                }

                return hasRow;
            }
            catch (BadRowException row) when (_rejects is not null)
            {
                _rejects.Add(row);
            }
            catch (BadRowException row)
            {
                throw reader.InWholeFile(row);
            }
        }
    }

    internal override string Extra(LatentReader reader) => Encoding.UTF8.GetString(reader.Extra);
}
