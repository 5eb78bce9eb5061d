using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using VaePipeline.Cli.Commands;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Images;

namespace VaePipeline.Cli.Tests.Commands;

public sealed class InterpolateCommandTests : IDisposable
{
    private static readonly string Shipped = ModelLocation.Resolve(named: null, SourceFolder());

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Pixels are z0, z1, 1 - z0, 1, times 255.
    [Fact]
    public async Task Steps_decode_points_of_the_straight_line()
    {
        CommandRun run = await Interpolate("--from", "0,0.8", "--to", "0.4,0", "--steps", "3", "--output", _folder["a.raw"]);

        run.AssertDone();
        Assert.Equal([0, 204, 255, 255, 51, 102, 204, 255, 102, 0, 153, 255], File.ReadAllBytes(_folder["a.raw"]));
    }

    // Half of a right angle: both are cos 45° = 0.7071, times 255 = 180.3; 1 - 0.7071 gives 74.7.
    [Fact]
    public async Task Spherical_keeps_the_distance_from_the_origin()
    {
        CommandRun run = await Interpolate("--from", "0,1", "--to", "1,0", "--steps", "3", "--path", "spherical", "--output", _folder["a.raw"]);

        run.AssertDone();
        Assert.Equal([180, 180, 75, 255], File.ReadAllBytes(_folder["a.raw"])[4..8]);
    }

    [Fact]
    public async Task Sheet_is_one_row_and_negative_numbers_need_no_quotes()
    {
        CommandRun run = await Interpolate("--from", "-1,-0.5", "--to", "1,0", "--output", _folder["a.png"]);

        run.AssertDone();
        Picture sheet = PictureFile.Read(_folder["a.png"]);
        Assert.Equal((29, 2), (sheet.Width, sheet.Height)); // 10 images of 2 x 2 and 9 gaps.
        Assert.Equal($"from     -1, -0.5\nto       1, 0\nwritten  {_folder["a.png"]}\n         contact sheet, 10 x 1 images of 2 x 2\n", run.Output);
    }

    [Fact]
    public async Task Columns_fold_the_row()
    {
        await Interpolate("--from", "0,0", "--to", "1,1", "--columns", "5", "--output", _folder["a.png"]);

        Picture sheet = PictureFile.Read(_folder["a.png"]);
        Assert.Equal((14, 5), (sheet.Width, sheet.Height));
    }

    [Fact]
    public async Task Animation_bounces_and_shows_its_first_image()
    {
        CommandRun run = await Interpolate("--from", "0,1", "--to", "1,0", "--steps", "4", "--bounce", "--frames-per-second", "30", "--output", _folder["a.apng"]);

        run.AssertDone();
        Assert.Contains("animation, 6 frames of 2 x 2, 30 a second", run.Output, StringComparison.Ordinal);
        Assert.Equal([0, 255, 255, 255], PictureFile.Read(_folder["a.apng"]).Pixels);

        // acTL stands behind signature and IHDR: 6 frames, without end.
        Assert.Equal([.. "acTL"u8, 0, 0, 0, 6, 0, 0, 0, 0], File.ReadAllBytes(_folder["a.apng"])[37..49]);
    }

    [Fact]
    public async Task Ends_that_are_images_are_the_encoders_means()
    {
        byte[][] digits = [Digit(1), Digit(2)];
        PngFile.Write(_folder["a.png"], digits[0], 28, 28, 1);
        using (FileStream idx = File.Create(_folder["b.idx"]))
        {
            idx.Write([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28, .. digits[0], .. digits[1]]);
        }

        CommandRun run = await CommandRun.Of(
            "interpolate", "--model", Shipped, "--from", _folder["a.png"], "--to", $"{_folder["b.idx"]}:1", "--steps", "2", "--output", _folder["out.npy"], "--format", "npy-float32");

        run.AssertDone();
        using InferenceSession encoder = new(Path.Combine(Shipped, "encoder.onnx")), decoder = new(Path.Combine(Shipped, "decoder.onnx"));
        byte[] written = File.ReadAllBytes(_folder["out.npy"])[^(2 * 784 * 4)..];
        for (int i = 0; i < 2; i++)
        {
            float[] mean = RunOne(encoder, "image", [.. digits[i].Select(pixel => pixel / 255f)], [1, 1, 28, 28], "mean");
            float[] image = RunOne(decoder, "latent", mean, [1, 2], "image");
            for (int pixel = 0; pixel < 784; pixel++)
            {
                // Batches of other sizes add in another order.
                Assert.Equal(image[pixel], BitConverter.ToSingle(written, ((i * 784) + pixel) * 4), 1e-5f);
            }
        }
    }

    [Theory]
    [InlineData("--from is \"seven\"; expected a point, as 0.5,-1, an image, as seven.png, or one of a file of images", "--from", "seven", "--to", "0,0", "--output", "a.png")]
    [InlineData("1,2,3: the point has 3 numbers; expected 2, the model's latent size.", "--from", "0,0", "--to", "1,2,3", "--output", "a.png")]
    [InlineData("a lone decoder cannot encode x.png; expected a model folder, with its encoder.", "--from", "x.png", "--to", "0,0", "--output", "a.png")]
    [InlineData("a.png: is no animation, and --frames-per-second or --plays is given; expected a path that ends in .apng", "--from", "0,1", "--to", "0,0", "--output", "a.png", "--plays", "1")]
    [InlineData("spherical path: the last point is the origin", "--from", "0,1", "--to", "0,0", "--output", "a.png", "--path", "spherical")]
    [InlineData("--steps is \"1\"; expected a whole number, 2 to 10000.", "--from", "0,1", "--to", "0,0", "--output", "a.png", "--steps", "1")]
    [InlineData("vae interpolate: no --to; expected --to X,Y,...|IMAGE.", "--from", "0,1", "--output", "a.png")]
    public async Task Wrong_options_are_refused_before_anything_is_written(string expected, params string[] options)
    {
        string[] placed = [.. options.Select(option => option == "a.png" ? _folder[option] : option)];

        CommandRun run = await Interpolate(placed);

        run.AssertBadInput(expected);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FolderPath));
    }

    [Fact]
    public async Task Images_that_are_not_there_or_of_another_shape_are_refused()
    {
        PngFile.Write(_folder["small.png"], new byte[4], 2, 2, 1);
        _folder.Put("one.idx", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[784]]);

        (await FromImage(_folder["small.png"])).AssertBadInput("small.png: the picture is 2 x 2 grey; expected 28 x 28 grey, which the model takes.");
        (await FromImage(_folder["none.png"])).AssertBadInput("none.png: the file does not exist; expected an IDX, NPY or CSV file of images");
        (await FromImage(_folder["one.idx"] + ":1")).AssertBadInput("one.idx:1: there is no such image; expected a number below 1, where the file ends. Count from 0.");

        Task<CommandRun> FromImage(string image) => CommandRun.Of("interpolate", "--model", Shipped, "--from", image, "--to", "0,0", "--output", _folder["out.png"]);
    }

    private static Task<CommandRun> Interpolate(params string[] options) => CommandRun.Of(["interpolate", "--model", TestDecoders.Plane, .. options]);

    // Not where the tests run from: what is built may lie outside the repository.
    private static string SourceFolder([CallerFilePath] string source = "") => Path.GetDirectoryName(source) ?? "";

    // A bright bar, elsewhere for each.
    private static byte[] Digit(int place) => [.. Enumerable.Range(0, 784).Select(i => (byte)(i % 28 / 4 == place + 1 ? 230 : 5))];

    private static float[] RunOne(InferenceSession session, string input, float[] values, int[] shape, string output)
    {
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor(input, new DenseTensor<float>(values, shape))], [output]);
        return [.. results[0].AsEnumerable<float>()];
    }
}
