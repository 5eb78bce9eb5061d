using System.Net;
using System.Net.Http.Headers;

namespace VaePipeline.Data.Sets;

/// <summary>
/// Downloads a data set's files into a folder. What a mirror sent before it broke off is kept beside the file as
/// <c>.part</c> and asked on from; a file gets its name only when its hash is right.
/// </summary>
/// <param name="client">Makes the requests; stays the caller's.</param>
/// <param name="log">Receives one line for each thing that a user would want to know.</param>
internal sealed class DataSetDownloader(HttpClient client, Action<string> log)
{
    private const int AttemptsPerMirror = 3;

    private static readonly TimeSpan _longestSilence = TimeSpan.FromSeconds(30);

    /// <summary>Brings the files that are missing or wrong into a folder, which is made where it is not there.</summary>
    /// <exception cref="IOException">No mirror gave a file with the right hash; the message says how to go on without them.</exception>
    public async Task EnsureAsync(KnownDataSet dataSet, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in dataSet.Files)
        {
            string path = Path.Combine(folder, $"{file.Name}.gz");
            if (!File.Exists(path) || !file.Matches(path))
            {
                await DownloadAsync(dataSet, file, path, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task DownloadAsync(KnownDataSet dataSet, KnownFile file, string path, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        for (int mirror = 0; mirror < dataSet.Mirrors.Count; mirror++)
        {
            // Mirrors may have packed the same bytes in different ways: a part goes on only where it began.
            string part = Invariant($"{path}.{mirror}.part");
            var address = new Uri(dataSet.Mirrors[mirror], $"{file.Name}.gz");
            string failure = "";
            for (int attempt = 1; attempt <= AttemptsPerMirror; attempt++)
            {
                try
                {
                    await FetchAsync(address, part, cancellationToken).ConfigureAwait(false);
                    if (file.Matches(part))
                    {
                        File.Move(part, path, overwrite: true);
                        return;
                    }

                    failure = $"SHA-256 is not {file.Sha256}";
                    File.Delete(part);
                    break;
                }
                catch (Exception exception) when (exception is HttpRequestException or HttpIOException
                    || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)) // the client's own time limit
                {
                    failure = exception.Message;
                    if (exception is HttpRequestException { StatusCode: not null } or HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError })
                    {
                        break; // asking again will not change the answer
                    }
                }
            }

            log($"{address}: {failure.TrimEnd('.')}");
            failures.Add($"{address.Host}: {failure.TrimEnd('.')}");
        }

        throw new IOException(
            $"{dataSet.Name}: {file.Name}.gz could not be downloaded ({string.Join("; ", failures)}); expected one of {dataSet.Mirrors.Count} mirrors to give it. "
            + $"Put the four files {string.Join(", ", dataSet.Files.Select(known => known.Name))} (plain or .gz) into a folder and pass that as --data FOLDER, or train on the built-in set with --data digits.");
    }

    private async Task FetchAsync(Uri address, string part, CancellationToken cancellationToken)
    {
        long already = File.Exists(part) ? new FileInfo(part).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (already > 0)
        {
            request.Headers.Range = new RangeHeaderValue(already, null);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return; // the part is the whole file, or too long: its hash tells which
        }

        response.EnsureSuccessStatusCode();
        bool goesOn = response.StatusCode == HttpStatusCode.PartialContent;
        log(Invariant($"{(goesOn ? $"downloading {address} from byte {already}" : $"downloading {address}")} ({(response.Content.Headers.ContentLength ?? 0) / 1e6:F1} MB)"));
        var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var target = new FileStream(part, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write);
            await using (target.ConfigureAwait(false))
            {
                await CopyAsync(content, target, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // The client's own time limit ends with the headers. A failed read is the mirror's fault, a failed write is not.
    private static async Task CopyAsync(Stream content, Stream target, CancellationToken cancellationToken)
    {
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        byte[] buffer = new byte[1 << 16];
        int count;
        do
        {
            stalled.CancelAfter(_longestSilence);
            try
            {
                count = await content.ReadAsync(buffer, stalled.Token).ConfigureAwait(false);
            }
            catch (IOException exception) when (exception is not HttpIOException)
            {
                throw new HttpIOException(HttpRequestError.ResponseEnded, exception.Message, exception);
            }

            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
        while (count > 0);
    }
}
