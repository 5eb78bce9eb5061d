using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VaePipeline.Data.Tests.Sets;

/// <summary>A web server on this machine that serves byte arrays, with the faults of real mirrors on request.</summary>
internal sealed class MirrorServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Task _loop;

    public MirrorServer()
    {
        // A port that was free a moment ago; HttpListener cannot choose one itself.
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/data/");
        }

        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    /// <summary>Requests so far, as <c>name</c> or <c>name from byte n</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Break off the first answer for a file after so many bytes.</summary>
    public int? BreakOffAfter { get; set; }

    /// <summary>Answer everything with 503.</summary>
    public bool IsDown { get; set; }

    public void Add(string name, byte[] bytes) => _files[name] = bytes;

    public void Dispose()
    {
        _listener.Close();
        _loop.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Answer(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The test has ended, or a client has gone as it was meant to.
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        string name = Path.GetFileName(context.Request.Url!.AbsolutePath); // not null: the listener parsed it
        int start = 0;
        if (context.Request.Headers["Range"] is { } range)
        {
            start = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
        }

        Requests.Enqueue(start == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} from byte {start}"));
        var response = context.Response;
        if (IsDown || !_files.TryGetValue(name, out byte[]? bytes))
        {
            response.StatusCode = IsDown ? 503 : 404;
            response.Close();
            return;
        }

        response.StatusCode = start == 0 ? 200 : 206;
        response.ContentLength64 = bytes.Length - start;
        if (BreakOffAfter is { } length)
        {
            BreakOffAfter = null;
            response.OutputStream.Write(bytes, start, length);
            response.OutputStream.Flush();
            response.Abort();
            return;
        }

        response.Close(bytes[start..], willBlock: true);
    }
}
