namespace Microsoft.ML.Data;

/// <summary>When a transformer of a chain takes part.</summary>
[Flags]
public enum TransformerScope
{
    None = 0,
    Training = 1,
    Testing = 2,
    TrainTest = Training | Testing,
    Scoring = 4,
    Everything = Training | Testing | Scoring,
}
