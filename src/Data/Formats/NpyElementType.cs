namespace VaePipeline.Data.Formats;

/// <summary>Element types that <see cref="NpyWriter"/> writes.</summary>
public enum NpyElementType
{
    /// <summary>Unsigned byte, numpy's <c>|u1</c>.</summary>
    Byte,

    /// <summary>Little-endian float32, numpy's <c>&lt;f4</c>.</summary>
    SinglePrecision,
}
