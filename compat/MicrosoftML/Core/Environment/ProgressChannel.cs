namespace Microsoft.ML.Runtime;

/// <summary>A progress channel; <see cref="MLContext"/> has no listener for progress, so that nothing is reported.</summary>
internal sealed class ProgressChannel(string name) : IProgressChannel
{
    public IProgressChannel StartProgressChannel(string name1) => new ProgressChannel($"{name}; {name1}");

    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
    {
    }

    public void Checkpoint(params double?[] values)
    {
    }

    public void Dispose()
    {
    }
}
