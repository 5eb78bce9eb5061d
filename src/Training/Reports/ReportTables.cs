using System.Net;
using System.Text;
using System.Text.Json;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Options;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Reports;

/// <summary>What of a report is text: names with values, and the epochs one by one.</summary>
internal static class ReportTables
{
    /// <summary>A text as it stands in HTML.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A table of two columns.</summary>
    /// <param name="id">The element's.</param>
    /// <param name="rows">Name and value, as plain text.</param>
    public static string OfPairs(string id, IEnumerable<(string Name, string Value)> rows)
    {
        var text = new StringBuilder($"<table id=\"{id}\">\n");
        foreach (var (name, value) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Encode(name)}</th><td><code>{Encode(value)}</code></td></tr>\n");
        }

        return text.Append("</table>\n").ToString();
    }

    /// <summary>All options of a run, by their names in its files.</summary>
    public static string OfOptions(TrainingOptions options) => OfPairs(
        "options", TrainingOptionsJson.ToElement(options).EnumerateObject().Select(option => (option.Name, Show(option.Value))));

    /// <summary>One row an epoch, folded away.</summary>
    public static string OfEpochs(IReadOnlyList<EpochReport> epochs, int keptEpoch)
    {
        bool isValidated = epochs.Any(epoch => epoch.Validation is not null);
        var text = new StringBuilder("<details><summary>Every epoch in numbers</summary>\n<div class=\"scroll\"><table id=\"epochs\">\n<tr><th class=\"number\">epoch</th>");
        AppendHeads(text, "training");
        if (isValidated)
        {
            AppendHeads(text, "validation");
        }

        text.Append("<th class=\"number\">images/s</th><th></th></tr>\n");
        foreach (var epoch in epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"number\">{epoch.Epoch}</td>");
            AppendCells(text, epoch.Training);
            if (isValidated)
            {
                AppendCells(text, epoch.Validation);
            }

            text.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{epoch.ImagesPerSecond:F0}</td><td>{(epoch.Epoch == keptEpoch ? "kept" : "")}</td></tr>\n");
        }

        return text.Append("</table></div></details>\n").ToString();
    }

    private static void AppendHeads(StringBuilder text, string part) => text.Append(
        CultureInfo.InvariantCulture, $"<th class=\"number\">{part}: reconstruction</th><th class=\"number\">KL</th><th class=\"number\">negative ELBO</th>");

    private static void AppendCells(StringBuilder text, ElboTerms? terms)
    {
        foreach (double? value in new[] { terms?.Reconstruction, terms?.KlDivergence, terms?.NegativeElbo })
        {
            text.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{value:F2}</td>");
        }
    }

    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "not set",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.ToString(),
    };
}
