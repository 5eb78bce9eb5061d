namespace VaePipeline.OnnxExport.Verification;

/// <summary>An ONNX file that was compared with its module and then written.</summary>
/// <param name="Entry">Its name and SHA-256.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Parity">Where it differs most from the module.</param>
internal sealed record ExportedFile(FileEntry Entry, long Bytes, ParityReport Parity)
{
    /// <summary>What was proven, in words.</summary>
    public string Proof => Invariant(Parity switch
    {
        { Int8: { } error } => (FormattableString)$"int8, of {Parity.Elements} pixels {error}",
        { IsRounded: true } => $"of {Parity.Elements} bytes the farthest is {Parity.Difference:0.#E+0} beyond the rounding of the network's value",
        _ => $"of {Parity.Elements} values the farthest is {Parity.Difference:0.#E+0} from the network's",
    });
}
