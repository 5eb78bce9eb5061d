namespace VaePipeline.Training.Commands;

/// <summary>How many threads tensor arithmetic gets if the user does not say it.</summary>
internal static class PhysicalCores
{
    /// <summary>
    /// Physical cores that this process may use: two threads of one core share its arithmetic units, so more threads
    /// than cores only slow tensor arithmetic down.
    /// </summary>
    public static int Count()
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
}
