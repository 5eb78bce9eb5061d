using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

public sealed class BatchedOnnxEstimatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vae-estimator-").FullName;
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void First_Fit_takes_the_session_of_the_estimator_and_further_ones_open_their_own()
    {
        int sessions = 0;
        IDataView latents = LatentRow.Rows(_context, 3);
        var options = new BatchedOnnxOptions { ConfigureSession = _ => sessions++ };

        BatchedOnnxEstimator estimator = _context.Transforms.DecodeLatents(TestModels.Decoder, options: options);
        BatchedOnnxTransformer first = estimator.Fit(latents);
        Assert.Equal(1, sessions);
        using BatchedOnnxTransformer second = estimator.Fit(latents);
        Assert.Equal(2, sessions);

        first.Dispose();
        TestModels.AssertClose(
            TestModels.Decoded(TestModels.Latents(3)), [.. second.Transform(latents).GetColumn<float[]>("Image").SelectMany(row => row)]);
    }

    [Fact]
    public void Fit_on_other_columns_leaves_the_session_to_the_next()
    {
        int sessions = 0;
        var options = new BatchedOnnxOptions { ConfigureSession = _ => sessions++ };
        BatchedOnnxEstimator estimator = _context.Transforms.DecodeLatents(TestModels.Decoder, options: options);

        Assert.Throws<ArgumentException>(() => estimator.Fit(new SourceView(1, SourceColumn.Latent with { Name = "Other" })));
        estimator.Fit(LatentRow.Rows(_context, 1)).Dispose();

        Assert.Equal(1, sessions);
    }

    [Fact]
    public void Fit_of_many_threads_gives_each_a_session_of_its_own()
    {
        int sessions = 0;
        IDataView latents = LatentRow.Rows(_context, 3);
        BatchedOnnxEstimator estimator = _context.Transforms.DecodeLatents(
            TestModels.Decoder, options: new BatchedOnnxOptions { ConfigureSession = _ => Interlocked.Increment(ref sessions) });

        Parallel.For(0, 8, _ => estimator.Fit(latents).Dispose());

        Assert.Equal(8, sessions);
    }

    [Fact]
    public void Estimator_that_is_not_fitted_frees_its_session_when_it_is_collected()
    {
        MakeAndForget();
        for (int i = 0; i < 10 && !IsWhole(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(IsWhole());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Not inlined, so that no reference stays on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MakeAndForget() => _context.Transforms.DecodeLatents(TestModels.Decoder, options: new BatchedOnnxOptions
    {
        ConfigureSession = options =>
        {
            options.ProfileOutputPathPrefix = Path.Combine(_folder, "profile");
            options.EnableProfiling = true;
        },
    });

    // The engine writes a profile, a JSON array, when a session is closed.
    private bool IsWhole() => File.ReadAllText(Assert.Single(Directory.GetFiles(_folder))).TrimEnd().EndsWith(']');
}
