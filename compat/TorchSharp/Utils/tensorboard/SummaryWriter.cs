using System.Globalization;
using System.Net;

namespace TorchSharp.Modules;

/// <summary>
/// Writes scalars to an event file of TensorBoard: one record a call, appended and closed, so that the file is whole
/// after each. There is nothing to dispose.
/// </summary>
public class SummaryWriter
{
    private static int _count;

    private readonly string _path;

    internal SummaryWriter(string log_dir, string? filename_suffix)
    {
        LogDir = log_dir;
        Directory.CreateDirectory(log_dir);
        string suffix = string.IsNullOrEmpty(filename_suffix) ? "" : $".{filename_suffix}";
        _path = Path.Combine(log_dir, string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{DateTime.Now.Ticks}.{Dns.GetHostName()}.{Environment.ProcessId}.{Interlocked.Increment(ref _count)}{suffix}"));
        Append(EventRecord.OfVersion(Now));
    }

    public string LogDir { get; }

    public void add_scalar(string tag, float scalar_value, int global_step, long? walltime = null) =>
        Append(EventRecord.OfScalar(tag, scalar_value, global_step, walltime ?? Now));

    private static long Now => DateTimeOffset.Now.ToUnixTimeSeconds();

    private void Append(byte[] record)
    {
        using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(record);
    }
}
