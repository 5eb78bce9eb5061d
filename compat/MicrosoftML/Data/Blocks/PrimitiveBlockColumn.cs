namespace Microsoft.ML.Data;

/// <summary>A column whose values are copied by assignment.</summary>
internal sealed class PrimitiveBlockColumn<T> : BlockColumn<T>
{
    protected override void Copy(in T source, ref T destination) => destination = source;
}
