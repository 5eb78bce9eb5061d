using System.Text.Encodings.Web;
using System.Text.Json;

namespace VaePipeline.Training.Export;

/// <summary>
/// The training run that a network comes from, as its graphs tell it. A run has no date: the same data, options, seed
/// and threads give the same weights, and these the same graphs.
/// </summary>
/// <param name="Data">The data.</param>
/// <param name="Run">How it was trained.</param>
/// <param name="Weights">The file of the weights.</param>
internal sealed record TrainingOrigin(DataSetEntry Data, TrainingEntry Run, FileEntry Weights)
{
    // A text in a graph, never a part of a web page.
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The origin that a card tells.</summary>
    public static TrainingOrigin Of(ModelCard card) => new(card.DataSet, card.Training, card.Weights);

    /// <summary>The entries that go into <c>metadata_props</c>.</summary>
    /// <returns>The keys <c>trainingData</c>, <c>trainingDataSha256</c>, <c>trainingRun</c> (all options as JSON in one line), <c>weightsSha256</c>.</returns>
    public IReadOnlyList<KeyValuePair<string, string>> ToMetadata() =>
    [
        new("trainingData", Data.Name),
        new("trainingDataSha256", Data.Sha256),
        // Not the element's own text: that has the card's line breaks, once it was read from there.
        new("trainingRun", JsonSerializer.Serialize(Run.Options, Compact)),
        new("weightsSha256", Weights.Sha256),
    ];
}
