using System.Globalization;
using System.Net;

namespace TorchSharp;

public static partial class torch
{
    public static partial class utils
    {
        public static class tensorboard
        {
            /// <summary>A writer of one new event file.</summary>
            /// <param name="log_dir">Folder of the file, made where it is missing; <c>runs/DATE_HOST</c> by default.</param>
            /// <param name="filename_suffix">Follows the file's name, behind a full stop.</param>
            /// <param name="createRunName">Whether the file goes into a folder <c>DATE_HOST</c> of its own in <paramref name="log_dir"/>.</param>
            public static Modules.SummaryWriter SummaryWriter(string? log_dir = null, string? filename_suffix = null, bool createRunName = false)
            {
                if (string.IsNullOrEmpty(log_dir))
                    log_dir = RunName("runs");
                else if (createRunName)
                    log_dir = RunName(log_dir);
                return new Modules.SummaryWriter(log_dir, filename_suffix);
            }

            private static string RunName(string folder) => Path.Combine(
                folder, string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:MMMd_H-m-s}_{Dns.GetHostName()}"));
        }
    }
}
