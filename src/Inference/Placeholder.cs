namespace VaePipeline.Inference;

internal static class Placeholder;
