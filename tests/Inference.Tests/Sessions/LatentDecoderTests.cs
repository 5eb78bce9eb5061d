using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using VaePipeline.Contracts.Errors;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Tests.Sessions;

public sealed class LatentDecoderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(70)]
    public void Decode_any_number_of_rows_equals_a_raw_session_at_batch_1(int count)
    {
        float[] latents = TestModels.Latents(count);
        float[] images = new float[count * TestModels.PixelCount];
        using var decoder = LatentDecoder.Open(TestModels.Decoder);

        decoder.Decode(latents, images);

        TestModels.AssertClose(TestModels.Decoded(latents), images);
    }

    [Fact]
    public void Open_lone_file_takes_the_facts_from_its_metadata()
    {
        using var decoder = LatentDecoder.Open(TestModels.Decoder);

        Assert.Equal(2, decoder.LatentSize);
        Assert.Equal("1x4x4", decoder.Image.ToString());
        Assert.Equal("tiny", decoder.Facts.ModelName);
    }

    [Theory]
    [InlineData("decoder")]
    [InlineData("decoder-uint8")]
    public void Decode_to_bytes_equals_quantize_linear_in_the_graph(string model)
    {
        float[] latents = TestModels.Latents(70);
        byte[] bytes = new byte[70 * TestModels.PixelCount];
        using var decoder = LatentDecoder.Open(TestModels.Path(model));

        decoder.Decode(latents, bytes);

        Assert.Equal(QuantizedInTheGraph(latents), bytes);
    }

    [Fact]
    public void Decode_byte_model_to_floats_gives_levels_over_255()
    {
        float[] latents = TestModels.Latents(3);
        float[] images = new float[3 * TestModels.PixelCount];
        using var decoder = LatentDecoder.Open(TestModels.Path("decoder-uint8"));

        decoder.Decode(latents, images);

        TestModels.AssertClose([.. QuantizedInTheGraph(latents).Select(level => level / 255f)], images);
    }

    [Fact]
    public void Decode_from_many_threads_gives_each_its_own_images()
    {
        using var decoder = LatentDecoder.Open(TestModels.Decoder, new BatchedOnnxOptions { BatchSize = 8 });
        float[] latents = TestModels.Latents(400);
        float[] expected = TestModels.Decoded(latents);

        Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 8 }, part =>
        {
            float[] images = new float[4 * TestModels.PixelCount];
            decoder.Decode(latents.AsSpan(part * 4 * 2, 4 * 2), images);
            TestModels.AssertClose(expected.AsSpan(part * images.Length, images.Length), images);
        });
    }

    [Fact]
    public void Decode_half_a_row_is_refused()
    {
        using var decoder = LatentDecoder.Open(TestModels.Decoder);

        BadInputException error = Assert.Throws<BadInputException>(() => decoder.Decode(new float[3], new float[16]));

        Assert.Equal("latents: 3 elements; expected a multiple of 2. Pass whole rows.", error.Message);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Decode_refuses_what_is_not_finite_as_pipelines_do(float value, string text)
    {
        using var decoder = LatentDecoder.Open(TestModels.Decoder);
        byte[] images = new byte[3 * TestModels.PixelCount];

        BadInputException error = Assert.Throws<BadInputException>(() => decoder.Decode([0, 0, 0, 0, 0, value], images));

        Assert.Equal(
            $"latents, row 2: value 1 is {text}; expected finite numbers. Mend or filter the data, or set NonFinite to PassThrough.",
            error.Message);
    }

    [Fact]
    public void Decode_passes_what_is_not_finite_through_if_told()
    {
        using var decoder = LatentDecoder.Open(TestModels.Decoder, new BatchedOnnxOptions { NonFinite = NonFinitePolicy.PassThrough });
        float[] images = new float[TestModels.PixelCount];

        decoder.Decode([0, float.NaN], images);

        Assert.All(images, pixel => Assert.True(float.IsNaN(pixel)));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void Decode_into_a_span_of_another_length_is_refused(int length)
    {
        using var decoder = LatentDecoder.Open(TestModels.Decoder);

        ArgumentException error = Assert.Throws<ArgumentException>(() => decoder.Decode(new float[4], new byte[length]));

        Assert.StartsWith($"images: {length} elements; expected 32, 2 rows of 16. Pass a span of that length.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_after_dispose_throws()
    {
        var decoder = LatentDecoder.Open(TestModels.Decoder);
        decoder.Dispose();
        decoder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => decoder.Decode(new float[2], new float[16]));
    }

    [Fact]
    public void Dispose_while_others_decode_lets_them_end_or_throws()
    {
        var decoder = LatentDecoder.Open(TestModels.Decoder);
        float[] latents = TestModels.Latents(64);
        float[] expected = TestModels.Decoded(latents);
        using var started = new CountdownEvent(4);
        int whole = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            float[] images = new float[64 * TestModels.PixelCount];
            decoder.Decode(latents, images);
            started.Signal();
            try
            {
                while (true)
                {
                    decoder.Decode(latents, images);
                }
            }
            catch (ObjectDisposedException)
            {
                decoder.Dispose();
            }

            // The last complete call's images, or a part of the next call's: the same numbers either way.
            if (MathF.Abs(images[0] - expected[0]) < 1e-6f)
            {
                Interlocked.Increment(ref whole);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());

        started.Wait();
        decoder.Dispose();
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(4, whole);
    }

    [Fact]
    public void Open_missing_path_is_refused()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => LatentDecoder.Open("no/such/model"));

        Assert.Equal("no/such/model: does not exist; expected a model folder or an .onnx file. Check the path.", error.Message);
    }

    [Fact]
    public void Open_encoder_is_refused_with_the_inputs_that_it_has()
    {
        BadInputException error = Assert.Throws<BadInputException>(() => LatentDecoder.Open(TestModels.Encoder));

        Assert.Equal(
            $"{TestModels.Encoder}: inputs \"image\"; expected an input \"latent\". Name one that is there, or use another model.",
            error.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(11)]
    public void Decode_fixed_batch_axis_fills_the_last_batch_up(int count)
    {
        using LatentDecoder decoder = LatentDecoder.Open(TestModels.Path("fixed-batch"));
        float[] images = new float[count * TestModels.PixelCount];

        decoder.Decode(TestModels.Latents(count), images);

        TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(count)), images);
    }

    [Fact]
    public void Open_foreign_model_is_refused()
    {
        string path = TestModels.Path("no-metadata");

        BadInputException error = Assert.Throws<BadInputException>(() => LatentDecoder.Open(path));

        Assert.Contains("metadata entry \"latentSize\" is missing; expected a model exported by VaePipeline", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_metadata_of_another_latent_size_is_refused()
    {
        string path = TestModels.Path("latent-3-in-metadata");

        BadInputException error = Assert.Throws<BadInputException>(() => LatentDecoder.Open(path));

        Assert.Equal(
            $"{path}: tensor \"latent\" is [N, 2] Float; expected [N, 3] Float, as the model's card or metadata says. Export the model again.",
            error.Message);
    }

    [Fact]
    public void Open_model_with_external_data_is_refused()
    {
        string path = TestModels.Path("external-data");

        BadInputException error = Assert.Throws<BadInputException>(() => LatentDecoder.Open(path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("external data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_truncated_file_is_refused_with_its_path()
    {
        byte[] bytes = File.ReadAllBytes(TestModels.Decoder);
        string path = Path.Combine(Path.GetTempPath(), $"truncated-{RandomNumberGenerator.GetHexString(8)}.onnx");
        try
        {
            for (int length = 1; length < bytes.Length; length += 97)
            {
                File.WriteAllBytes(path, bytes[..length]);

                BadInputException error = Assert.Throws<BadInputException>(() => LatentDecoder.Open(path));

                Assert.StartsWith($"{path}", error.Message, StringComparison.Ordinal);
                Assert.Contains("; expected ", error.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Open_options_out_of_range_names_all_faults()
    {
        var options = new BatchedOnnxOptions { BatchSize = 0, IntraOpThreads = -1 };

        ArgumentException error = Assert.Throws<ArgumentException>(() => LatentDecoder.Open(TestModels.Decoder, options));

        Assert.Equal("BatchSize is 0; expected 1 to 65536. IntraOpThreads is -1; expected 0 to 1024.", error.Message);
    }

    [Fact]
    public void Open_configures_the_session()
    {
        int threads = 0;
        var options = new BatchedOnnxOptions { IntraOpThreads = 2, ConfigureSession = session => threads = session.IntraOpNumThreads };

        LatentDecoder.Open(TestModels.Decoder, options).Dispose();

        Assert.Equal(2, threads);
    }

    private static byte[] QuantizedInTheGraph(float[] latents)
    {
        using var session = new InferenceSession(TestModels.Path("decoder-uint8"));
        using var runOptions = new RunOptions();
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(latents, [latents.Length / 2, 2]);
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(runOptions, ["latent"], [value], ["image"]);
        return results[0].GetTensorDataAsSpan<byte>().ToArray();
    }
}
