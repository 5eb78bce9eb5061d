using System.Text.Json;

namespace VaePipeline.Training.Options;

/// <summary>In what the options of two runs differ.</summary>
internal static class OptionsDifference
{
    /// <summary>All differences by name, as <c>"epochs" is 40; the run has 30.</c>; empty where there is none.</summary>
    /// <param name="run">Options of the run that is there.</param>
    /// <param name="asked">Options that are asked for.</param>
    public static string Describe(TrainingOptions run, TrainingOptions asked)
    {
        var ours = TrainingOptionsJson.ToElement(run);
        return string.Join(" ", TrainingOptionsJson.ToElement(asked).EnumerateObject()
            .Select(option => (option.Name, Asked: option.Value, Run: ours.GetProperty(option.Name)))
            .Where(option => !JsonElement.DeepEquals(option.Asked, option.Run))
            .Select(option => $"\"{option.Name}\" is {Describe(option.Asked)}; the run has {Describe(option.Run)}."));
    }

    private static string Describe(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "none" : value.GetRawText();
}
