namespace VaePipeline.Contracts;

internal static class Placeholder;
