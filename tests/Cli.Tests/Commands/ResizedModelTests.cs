using System.Runtime.CompilerServices;
using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Cli.Tests.Commands;

/// <summary>A model whose card says that its images were resized takes images of their own size.</summary>
public sealed class ResizedModelTests : IDisposable
{
    private const int Side = 28;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stretch", 2 * Side, 4 * Side)]
    [InlineData("crop", 4 * Side, 2 * Side)]
    [InlineData("pad", Side, Side / 2)]
    public async Task Encode_reads_the_folder_that_the_model_was_trained_on(string fit, int width, int height)
    {
        string model = CopyModel(fit);
        PutPicture("own/a.png", width, height, fit);
        PutPicture("fitting/a.png", Side, Side, fit);

        (await CommandRun.Of("encode", _folder["own"], "-o", _folder["own.csv"], "-m", model)).AssertDone();
        (await CommandRun.Of("encode", _folder["fitting"], "-o", _folder["fitting.csv"], "-m", model)).AssertDone();

        Assert.Equal(File.ReadAllText(_folder["fitting.csv"]), File.ReadAllText(_folder["own.csv"]));
    }

    [Fact]
    public async Task Reconstruct_and_interpolate_read_it_too()
    {
        string model = CopyModel("stretch");
        PutPicture("own/a.png", 2 * Side, Side, "stretch");

        (await CommandRun.Of("reconstruct", _folder["own"], "-o", _folder["pairs.idx"], "-m", model)).AssertDone();
        (await CommandRun.Of("interpolate", "--from", _folder["own/a.png"], "--to", "0,0", "--steps", "2", "-o", _folder["way.idx"], "-m", model)).AssertDone();

        Assert.Equal(16 + (2 * Side * Side), new FileInfo(_folder["pairs.idx"]).Length);
    }

    [Fact]
    public async Task Colour_is_refused_by_a_grey_model()
    {
        string model = CopyModel("stretch");
        Directory.CreateDirectory(_folder["own"]);
        PngFile.Write(_folder["own/a.png"], new byte[3 * 40 * 40], 40, 40, 3);

        CommandRun run = await CommandRun.Of("encode", _folder["own"], "-o", _folder["own.csv"], "-m", model);

        run.AssertBadInput("a.png: the picture is 40 x 40 RGB; expected 28 x 28 grey, which the model takes. Bring the pictures to that form, or name the model that they are for.");
    }

    /// <summary>The left half is white, the rest grey; with pad, the whole is only half as high.</summary>
    private void PutPicture(string name, int width, int height, string fit)
    {
        byte[] pixels = new byte[width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            bool isCovered = fit != "pad" || height != Side || i / width is >= Side / 4 and < Side * 3 / 4;
            pixels[i] = !isCovered ? (byte)0 : i % width < width / 2 ? (byte)255 : (byte)80;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!); // not null: no root
        PngFile.Write(_folder[name], pixels, width, height, 1);
    }

    private string CopyModel(string fit, [CallerFilePath] string source = "")
    {
        string shipped = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../models/mnist-2d")); // not null: no root
        Directory.CreateDirectory(_folder["model"]);
        foreach (string file in Directory.EnumerateFiles(shipped))
        {
            File.Copy(file, Path.Combine(_folder["model"], Path.GetFileName(file)));
        }

        string card = Path.Combine(_folder["model"], "model.json"), text = File.ReadAllText(card);
        File.WriteAllText(card, text.Replace("\"resize\": null", $"\"resize\": \"28x28\", \"fit\": \"{fit}\"", StringComparison.Ordinal));
        return _folder["model"];
    }
}
