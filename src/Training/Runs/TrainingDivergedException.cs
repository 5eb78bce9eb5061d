namespace VaePipeline.Training.Runs;

/// <summary>The loss became infinite or not a number; the message names the step.</summary>
internal sealed class TrainingDivergedException : InvalidOperationException
{
    public TrainingDivergedException()
    {
    }

    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    public TrainingDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
