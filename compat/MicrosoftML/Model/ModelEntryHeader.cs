namespace Microsoft.ML;

/// <summary>What stands around a component's bytes in its entry.</summary>
/// <param name="Signature">Kind of content, as <see cref="ModelEntryFormat.Signature"/> gives it.</param>
/// <param name="Written">Version of what was written.</param>
/// <param name="Readable">Oldest reader version that understands it.</param>
/// <param name="Loader">Name of the loader.</param>
/// <param name="Strings">The strings that the component's bytes refer to by number.</param>
/// <param name="End">Where the component's bytes end.</param>
internal sealed record ModelEntryHeader(ulong Signature, uint Written, uint Readable, string Loader, IReadOnlyList<string> Strings, long End);
