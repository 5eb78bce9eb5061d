namespace Microsoft.ML.Data;

/// <summary>Text, as <c>ReadOnlyMemory&lt;char&gt;</c>; missing text is empty.</summary>
public sealed class TextDataViewType : PrimitiveDataViewType
{
    private TextDataViewType()
        : base(typeof(ReadOnlyMemory<char>))
    {
    }

    public static TextDataViewType Instance { get; } = new();

    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);

    public override string ToString() => "String";
}
