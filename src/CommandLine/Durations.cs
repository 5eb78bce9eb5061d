namespace VaePipeline.CommandLine;

/// <summary>Times in progress lines.</summary>
internal static class Durations
{
    /// <summary>As <c>12:34</c>, or <c>1:02:03</c> from an hour on.</summary>
    public static string Format(TimeSpan time) => time.TotalHours >= 1
        ? Invariant($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : Invariant($"{time.Minutes}:{time.Seconds:00}");
}
