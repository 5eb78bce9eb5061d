namespace Microsoft.ML.Data;

/// <summary>A type with inner structure, or one whose values must be disposed.</summary>
public abstract class StructuredDataViewType : DataViewType
{
    protected StructuredDataViewType(Type rawType)
        : base(rawType)
    {
    }
}
