namespace Microsoft.ML;

/// <summary>The place in a model file that one component writes to.</summary>
public sealed partial class ModelSaveContext : IDisposable
{
    internal ModelSaveContext()
    {
    }

    public void Dispose()
    {
    }
}
