using System.Text;
using Microsoft.ML;

namespace VaePipeline.Compat.Tests.MicrosoftML.Text;

/// <summary>A temporary file with a text.</summary>
internal sealed class TextFile : IDisposable
{
    public TextFile(string text)
    {
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    /// <summary>What <c>SaveAsText</c> writes, as lines.</summary>
    public static string[] Save(IDataView view, char separator = '\t', bool headerRow = true, bool schema = false, bool forceDense = false)
    {
        using var stream = new MemoryStream();
        new MLContext().Data.SaveAsText(view, stream, separator, headerRow, schema, keepHidden: false, forceDense);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n', '\r').Split(System.Environment.NewLine);
    }

    public void Dispose() => File.Delete(Path);
}
