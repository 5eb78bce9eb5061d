using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Options;
using static TorchSharp.torch;

namespace VaePipeline.Training.Runs;

/// <summary>
/// Trains a model with AdamW (Loshchilov and Hutter 2019). The same options, data and engine give the same weights bit
/// for bit, in one go or resumed: every draw comes from a seed, and the engine's kernels add in an order that the number
/// of threads and the kind of processor decide.
/// </summary>
internal sealed class Trainer
{
    private readonly TrainingOptions _options;

    /// <exception cref="ArgumentException">Options out of range.</exception>
    public Trainer(TrainingOptions options)
    {
        _options = options.Validated();
    }

    /// <summary>Trains without leaving anything behind; see the other overload.</summary>
    public TrainingReport Train(
        Vae vae, ImageSet images, TrainingSplit split, ITrainingProgress progress, CancellationToken cancellationToken) =>
        Train(vae, images, split, progress, record: null, cancellationToken);

    /// <summary>
    /// Trains until the last epoch. The model then has the weights of the epoch with the lowest negative ELBO on the
    /// held-out images, or of the last epoch where none are held out.
    /// </summary>
    /// <param name="vae">The model; stays the caller's.</param>
    /// <param name="images">The training set.</param>
    /// <param name="split">Which of its images train and which choose.</param>
    /// <param name="progress">Hears of every step and epoch.</param>
    /// <param name="record">
    /// Where the run starts from and what it leaves behind; null to start at the first step and leave nothing. A
    /// checkpoint is written at the begin, every <see cref="TrainingOptions.CheckpointSteps"/>, behind each epoch and when
    /// the run is cancelled.
    /// </param>
    /// <param name="cancellationToken">Looked at between steps.</param>
    /// <exception cref="TrainingDivergedException">The loss or a weight is no longer finite; the checkpoints are from before.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the weights are those of the last step.</exception>
    /// <exception cref="IOException">The disk is full or failed; the earlier checkpoints are whole.</exception>
    public TrainingReport Train(
        Vae vae,
        ImageSet images,
        TrainingSplit split,
        ITrainingProgress progress,
        RunRecord? record,
        CancellationToken cancellationToken)
    {
        set_num_threads(_options.Threads);
        using var session = new TrainingSession(_options, vae, images, split, progress, record);
        return session.Run(cancellationToken);
    }
}
