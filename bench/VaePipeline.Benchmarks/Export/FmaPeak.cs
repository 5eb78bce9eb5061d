using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VaePipeline.Benchmarks.Export;

/// <summary>
/// The most float32 operations a second of one core: fused multiply-adds of vectors in registers, nothing else. Twelve
/// independent sums keep two units of latency 4 busy, with registers to spare.
/// </summary>
internal static class FmaPeak
{
    private const int StepsAtOnce = 100_000;
    private const int Sums = 12;

    /// <summary>Measures every vector width that the core has, for so long in all.</summary>
    /// <returns>GFLOP/s of the fastest width; a fused multiply-add counts as two operations.</returns>
    /// <exception cref="PlatformNotSupportedException">The core has no fused multiply-add that is known here.</exception>
    public static double Measure(TimeSpan duration)
    {
        if (!Fma.IsSupported)
        {
            throw new PlatformNotSupportedException($"this processor ({System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}) has no AVX2 with FMA; expected it or AVX-512. Run the benchmark on another machine.");
        }

        return Avx512F.IsSupported
            ? Math.Max(Measure(Add512, Vector512<float>.Count, duration / 2), Measure(Add256, Vector256<float>.Count, duration / 2))
            : Measure(Add256, Vector256<float>.Count, duration);
    }

    private static double Measure(Func<int, float, float> add, int lanes, TimeSpan duration)
    {
        float sum = add(StepsAtOnce, 0.5f);
        long steps = 0;
        long start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            sum += add(StepsAtOnce, 0.5f);
            steps += StepsAtOnce;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < duration);

        return float.IsFinite(sum)
            ? 2.0 * steps * Sums * lanes / elapsed.TotalSeconds / 1e9
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the sum is {sum}; expected a finite one."));
    }

    // x -> x / 2 + 1/2 stays about 1: no number that is slow to compute with.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Add512(int steps, float factor)
    {
        Vector512<float> f = Vector512.Create(factor);
        Vector512<float> a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f, l = f, m = f;
        for (int step = 0; step < steps; step++)
        {
            a = Avx512F.FusedMultiplyAdd(a, f, f);
            b = Avx512F.FusedMultiplyAdd(b, f, f);
            c = Avx512F.FusedMultiplyAdd(c, f, f);
            d = Avx512F.FusedMultiplyAdd(d, f, f);
            e = Avx512F.FusedMultiplyAdd(e, f, f);
            g = Avx512F.FusedMultiplyAdd(g, f, f);
            h = Avx512F.FusedMultiplyAdd(h, f, f);
            i = Avx512F.FusedMultiplyAdd(i, f, f);
            j = Avx512F.FusedMultiplyAdd(j, f, f);
            k = Avx512F.FusedMultiplyAdd(k, f, f);
            l = Avx512F.FusedMultiplyAdd(l, f, f);
            m = Avx512F.FusedMultiplyAdd(m, f, f);
        }

        return Vector512.Sum(a + b + c + d + e + g + h + i + j + k + l + m);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Add256(int steps, float factor)
    {
        Vector256<float> f = Vector256.Create(factor);
        Vector256<float> a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f, l = f, m = f;
        for (int step = 0; step < steps; step++)
        {
            a = Fma.MultiplyAdd(a, f, f);
            b = Fma.MultiplyAdd(b, f, f);
            c = Fma.MultiplyAdd(c, f, f);
            d = Fma.MultiplyAdd(d, f, f);
            e = Fma.MultiplyAdd(e, f, f);
            g = Fma.MultiplyAdd(g, f, f);
            h = Fma.MultiplyAdd(h, f, f);
            i = Fma.MultiplyAdd(i, f, f);
            j = Fma.MultiplyAdd(j, f, f);
            k = Fma.MultiplyAdd(k, f, f);
            l = Fma.MultiplyAdd(l, f, f);
            m = Fma.MultiplyAdd(m, f, f);
        }

        return Vector256.Sum(a + b + c + d + e + g + h + i + j + k + l + m);
    }
}
