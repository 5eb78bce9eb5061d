namespace Microsoft.ML;

/// <summary>What a component writes into its entry to be recognized by: the values are ML.NET's, so that files go both ways.</summary>
/// <param name="Signature">Kind of content, up to eight characters.</param>
/// <param name="Written">Version of what is written.</param>
/// <param name="Readable">Oldest reader version that understands it.</param>
/// <param name="OldestReadable">Oldest written version that is understood here.</param>
/// <param name="Loader">Name of the loader, up to 24 characters.</param>
/// <param name="Assembly">The real package's assembly that the loader is in.</param>
internal sealed record ModelVersion(string Signature, uint Written, uint Readable, uint OldestReadable, string Loader, string Assembly = "Microsoft.ML.Data");
