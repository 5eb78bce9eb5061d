using System.Security.Cryptography;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Contracts.Models;

/// <summary>A model folder whose card was read and whose files have the hashes that the card states.</summary>
public sealed class ModelFolder
{
    /// <summary>File name of the card.</summary>
    public const string CardName = "model.json";

    private ModelFolder(string folder, ModelCard card)
    {
        FolderPath = folder;
        Card = card;
    }

    /// <summary>The folder, as it was given.</summary>
    public string FolderPath { get; }

    /// <summary>The card.</summary>
    public ModelCard Card { get; }

    /// <summary>Path of the encoder graph.</summary>
    public string EncoderPath => Path.Combine(FolderPath, Card.Encoder.Name);

    /// <summary>Path of the decoder graph.</summary>
    public string DecoderPath => Path.Combine(FolderPath, Card.Decoder.Name);

    /// <summary>Path of the weights.</summary>
    public string WeightsPath => Path.Combine(FolderPath, Card.Weights.Name);

    /// <summary>Reads a folder's card and verifies the SHA-256 of every file that it names.</summary>
    /// <param name="folder">Path of the model folder.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="FileNotFoundException">The card or a file that it names is missing.</exception>
    /// <exception cref="BadInputException">The card is not valid, or a file has another hash.</exception>
    public static ModelFolder Open(string folder) => Open(folder, _ => [], out _);

    /// <summary>The same for a caller who needs the bytes of files: they are those that were verified, and are read once.</summary>
    /// <param name="folder">Path of the model folder.</param>
    /// <param name="wanted">Which files.</param>
    /// <param name="contents">Their bytes, in that order.</param>
    internal static ModelFolder Open(string folder, Func<ModelCard, IReadOnlyList<FileEntry>> wanted, out byte[][] contents)
    {
        ModelCard card = ReadCard(folder);
        IReadOnlyList<FileEntry> files = wanted(card);
        contents = [.. files.Select(file => Verify(folder, file))];
        VerifyHashes(folder, card.Files.Except(files));
        return new ModelFolder(folder, card);
    }

    /// <summary>
    /// Reads a folder's card and verifies its weights alone. The graphs, which may be missing or damaged, are made anew
    /// from them; <see cref="Write"/> then states their hashes.
    /// </summary>
    /// <param name="folder">Path of the model folder.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="FileNotFoundException">The card or the weights are missing.</exception>
    /// <exception cref="BadInputException">The card is not valid, or the weights have another hash.</exception>
    public static ModelFolder OpenForExport(string folder) => OpenForExport(folder, out _);

    /// <summary>The same for a caller who needs the bytes of the weights: they are those that were verified, and are read once.</summary>
    /// <param name="folder">Path of the model folder.</param>
    /// <param name="weights">The bytes of the weights.</param>
    internal static ModelFolder OpenForExport(string folder, out byte[] weights)
    {
        ModelCard card = ReadCard(folder);
        weights = Verify(folder, card.Weights);
        return new ModelFolder(folder, card);
    }

    /// <summary>Reads a folder's card alone.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="FileNotFoundException">The card is missing.</exception>
    /// <exception cref="BadInputException">The card is not valid.</exception>
    internal static ModelCard ReadCard(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder))
        {
            throw File.Exists(folder)
                ? BadInputException.In(folder, "is a file", $"a model folder with {CardName}", "Name the folder that the file lies in.")
                : new DirectoryNotFoundException($"{folder}: the folder does not exist; expected a model folder with {CardName}. Check the path.");
        }

        string cardPath = Path.Combine(folder, CardName);
        return ModelCard.Parse(InputFile.ReadAllBytes(cardPath, "the card of a model folder"), cardPath);
    }

    /// <summary>Writes the card beside the files that it names, in one step.</summary>
    /// <param name="folder">Path of the model folder; its files are there already.</param>
    /// <param name="card">The card to write.</param>
    /// <exception cref="FileNotFoundException">A file that the card names is missing; nothing is written.</exception>
    /// <exception cref="BadInputException">The card is not valid, or a file has another hash; nothing is written.</exception>
    /// <exception cref="UnwritableOutputException">The folder cannot be written.</exception>
    public static void Write(string folder, ModelCard card)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(card);

        // What is written must be readable again, so it goes through the reader's checks first.
        string cardPath = Path.Combine(folder, CardName);
        byte[] json = System.Text.Encoding.UTF8.GetBytes(card.ToJson());
        ModelCard.Parse(json, cardPath);
        VerifyHashes(folder, card.Files);
        AtomicFile.Write(cardPath, stream => stream.Write(json));
    }

    private static void VerifyHashes(string folder, IEnumerable<FileEntry> files)
    {
        foreach (FileEntry file in files)
        {
            string path = Path.Combine(folder, file.Name);
            RequireHash(path, FileEntry.HashOf(path), file);
        }
    }

    private static byte[] Verify(string folder, FileEntry file)
    {
        string path = Path.Combine(folder, file.Name);
        byte[] bytes = InputFile.ReadAllBytes(path, "a file of a model folder");
        RequireHash(path, Convert.ToHexStringLower(SHA256.HashData(bytes)), file);
        return bytes;
    }

    private static void RequireHash(string path, string hash, FileEntry file)
    {
        if (hash != file.Sha256)
        {
            throw BadInputException.In(
                path, $"SHA-256 is {hash}", $"{file.Sha256}, as {CardName} says", "Take the files of one model together, or export the model again.");
        }
    }
}
