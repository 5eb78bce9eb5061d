namespace VaePipeline.Training.Commands;

/// <summary>What commands ask the machine and the user's environment.</summary>
internal static class Machine
{
    /// <summary>
    /// Physical cores that this process may use: two threads of one core share its arithmetic units, so more threads
    /// than cores only slow tensor arithmetic down.
    /// </summary>
    public static int PhysicalCores()
    {
        const string Cpus = "/sys/devices/system/cpu";
        if (!Directory.Exists(Cpus))
        {
            return Environment.ProcessorCount;
        }

        int cores = Directory.EnumerateDirectories(Cpus, "cpu*")
            .Select(cpu => Path.Combine(cpu, "topology", "thread_siblings_list"))
            .Where(File.Exists)
            .Select(File.ReadAllText)
            .Distinct(StringComparer.Ordinal)
            .Count();
        return cores == 0 ? Environment.ProcessorCount : Math.Min(cores, Environment.ProcessorCount);
    }

    /// <summary>Where downloads are kept: <c>vae-pipeline</c> in $XDG_CACHE_HOME, else in the user's cache folder.</summary>
    public static string CacheFolder()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) || !Path.IsPathFullyQualified(cache))
        {
            cache = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        }

        return Path.Combine(cache, "vae-pipeline");
    }
}
