using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using VaePipeline.Contracts.Formats;

namespace VaePipeline.Training.Tests.Reports;

/// <summary>Debian's chromium without a window or a network.</summary>
internal sealed partial class Browser : IDisposable
{
    private const string Program = "/usr/bin/chromium";

    private readonly TemporaryFolder _folder = new();

    public Browser() => Skip.IfNot(File.Exists(Program), $"{Program} is missing: install chromium for this test.");

    public void Dispose() => _folder.Dispose();

    /// <summary>Opens a page and asks it something.</summary>
    /// <param name="page">HTML.</param>
    /// <param name="width">Of the window, in pixels.</param>
    /// <param name="isDark">What the page hears that the user prefers.</param>
    /// <param name="question">JavaScript, the body of a function that returns what is asked for.</param>
    /// <returns>The answer, and what the console showed.</returns>
    public async Task<(JsonElement Answer, string Console)> AskAsync(string page, int width, bool isDark, string question)
    {
        string probe = $"<script>addEventListener('load', () => {{ const probe = document.createElement('script'); probe.type = 'text/json'; probe.id = 'answer'; "
            + $"probe.textContent = JSON.stringify((() => {{ {question} }})()); document.documentElement.append(probe); }});</script>";
        var (dom, errors) = await RunAsync(page + probe, width, isDark, "--dump-dom");
        var answer = Answer().Match(dom);
        Assert.True(answer.Success, dom.Length > 2000 ? errors : dom);
        return (JsonDocument.Parse(answer.Groups["json"].Value).RootElement, errors);
    }

    /// <summary>Takes a picture of a page.</summary>
    public async Task<PngImage> ShootAsync(string page, int width, int height, bool isDark)
    {
        await RunAsync(page, width, isDark, $"--window-size={width},{height}", "--hide-scrollbars", $"--screenshot={_folder["shot.png"]}");
        return PngFile.Read(_folder["shot.png"]);
    }

    private async Task<(string Output, string Console)> RunAsync(string page, int width, bool isDark, params string[] arguments)
    {
        string path = _folder["page.html"];
        await File.WriteAllTextAsync(path, page);
        string[] all =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", $"--user-data-dir={_folder["profile"]}",
            $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}", $"--window-size={width},1000", .. arguments, $"file://{path}",
        ];
        using var process = Process.Start(new ProcessStartInfo(Program, all) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{Program} did not start.");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        string console = string.Join('\n', (await errors).Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal)));
        return (await output, console);
    }

    [GeneratedRegex("<script type=\"text/json\" id=\"answer\">(?<json>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Answer();
}
