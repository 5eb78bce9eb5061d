namespace Microsoft.ML.Data;

/// <summary>How many threads work on one cursor, and how they are made.</summary>
internal static class Parallelism
{
    /// <summary>One thread less than there are processors, but at least two.</summary>
    public static int ThreadCount => Math.Max(2, Environment.ProcessorCount - 1);

    /// <summary>Starts a background thread of its own: the workers block on each other, which would starve a pool.</summary>
    public static Thread Run(string name, Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }
}
