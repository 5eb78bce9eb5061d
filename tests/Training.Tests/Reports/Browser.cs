using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using VaePipeline.Data.Images;

namespace VaePipeline.Training.Tests.Reports;

/// <summary>Chromium without a window or a network.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly SystemProgram _program = SystemProgram.OrSkip("/usr/bin/chromium", "chromium", "--version");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Opens a page and asks it something.</summary>
    /// <param name="page">HTML.</param>
    /// <param name="width">Of the window, in pixels.</param>
    /// <param name="isDark">What the page hears that the user prefers.</param>
    /// <param name="question">JavaScript, the body of a function that returns what is asked for.</param>
    /// <returns>The answer, and what the console showed.</returns>
    public (JsonElement Answer, string Console) Ask(string page, int width, bool isDark, string question)
    {
        string probe = $"<script>addEventListener('load', () => {{ const probe = document.createElement('script'); probe.type = 'text/json'; probe.id = 'answer'; "
            + $"probe.textContent = JSON.stringify((() => {{ {question} }})()); document.documentElement.append(probe); }});</script>";
        var (dom, errors) = Run(page + probe, width, isDark, "--dump-dom");
        var answer = Answer().Match(dom);
        Assert.True(answer.Success, dom.Length > 2000 ? errors : dom);
        return (JsonDocument.Parse(answer.Groups["json"].Value).RootElement, errors);
    }

    /// <summary>Takes a picture of a page.</summary>
    public Picture Shoot(string page, int width, int height, bool isDark)
    {
        Run(page, width, isDark, $"--window-size={width},{height}", "--hide-scrollbars", $"--screenshot={_folder["shot.png"]}");
        return PictureFile.Read(_folder["shot.png"]);
    }

    private (string Output, string Console) Run(string page, int width, bool isDark, params string[] arguments)
    {
        string path = _folder.Put("page.html", page);
        string[] all =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", $"--user-data-dir={_folder["profile"]}",
            $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}", $"--window-size={width},1000", .. arguments, $"file://{path}",
        ];
        (_, byte[] output, string errors) = _program.Run(all);
        string console = string.Join('\n', errors.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal)));
        return (Encoding.UTF8.GetString(output), console);
    }

    [GeneratedRegex("<script type=\"text/json\" id=\"answer\">(?<json>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Answer();
}
