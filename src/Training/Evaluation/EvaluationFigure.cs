namespace VaePipeline.Training.Evaluation;

/// <summary>One number about a model, with what it is.</summary>
/// <param name="Name">In JSON, as <c>negativeElbo</c>.</param>
/// <param name="Label">For people, as <c>negative ELBO</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">As <c>nats per image</c>.</param>
/// <param name="Definition">What was computed, in whole words.</param>
internal sealed record EvaluationFigure(string Name, string Label, double Value, string Unit, string Definition);
