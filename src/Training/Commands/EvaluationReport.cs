using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using VaePipeline.Training.Evaluation;

namespace VaePipeline.Training.Commands;

/// <summary>What <c>evaluate</c> found, for people and for programs.</summary>
/// <param name="Card">The model's.</param>
/// <param name="Data">Name of the data set.</param>
/// <param name="Part">Its images that were measured: <c>test</c> or <c>training</c>.</param>
/// <param name="Images">How many.</param>
/// <param name="Figures">The figures.</param>
internal sealed record EvaluationReport(ModelCard Card, string Data, string Part, int Images, IReadOnlyList<EvaluationFigure> Figures)
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A table of the figures, and below it what each is.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Card.Facts.ModelName} on {Images} {Part} images of {Data}\n");
        int width = Figures.Max(figure => figure.Label.Length);
        foreach (var figure in Figures)
        {
            // + 0: no "-0.00" for the noise of float32.
            double rounded = Math.Round(figure.Value, 2) + 0;
            string value = rounded.ToString(figure.Name == "activeUnits" ? "F0" : "F2", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"  {figure.Label.PadRight(width)}  {value,8} {figure.Unit}\n");
        }

        text.Append('\n');
        foreach (var figure in Figures)
        {
            text.Append(CultureInfo.InvariantCulture, $"{figure.Label}: {figure.Definition}\n");
        }

        return text.ToString();
    }

    /// <summary>One line with a JSON object, ending in a line break; its <c>figures</c> hold each figure's value, unit and definition by name.</summary>
    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Format))
        {
            writer.WriteStartObject();
            writer.WriteString("model", Card.Facts.ModelName);
            writer.WriteString("weightsSha256", Card.Weights.Sha256);
            writer.WriteString("data", Data);
            writer.WriteString("part", Part);
            writer.WriteNumber("images", Images);
            writer.WriteStartObject("figures");
            foreach (var figure in Figures)
            {
                writer.WriteStartObject(figure.Name);
                writer.WriteNumber("value", figure.Value);
                writer.WriteString("unit", figure.Unit);
                writer.WriteString("definition", figure.Definition);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }
}
