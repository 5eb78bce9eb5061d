using System.Globalization;

namespace VaePipeline.Benchmarks.TrainingSpeed;

/// <summary>One way to run the Python script.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Threads">For torch.set_num_threads.</param>
/// <param name="Options">Of the script: foreach, set_to_none, channels_last, with commas; "-" for none.</param>
/// <param name="Environment">Variables of its process.</param>
internal sealed record TorchSetting(string Name, int Threads, string Options, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly (string, string) OneBlasThread = ("OPENBLAS_NUM_THREADS", "1");

    // The processor may be younger than OpenBLAS's table, which then takes kernels for SSE3.
    private static readonly (string, string)[] Kernels = [OneBlasThread, ("OPENBLAS_CORETYPE", Vectors)];

    // Activations are megabytes: by default each is mapped and faulted in anew.
    private static readonly (string, string)[] Memory =
        [.. Kernels, ("MALLOC_MMAP_THRESHOLD_", "1073741824"), ("MALLOC_TRIM_THRESHOLD_", "2147483647"), ("MALLOC_TOP_PAD_", "268435456")];

    /// <summary>Every setting that is tried: each changes one thing of one before it.</summary>
    public static IReadOnlyList<TorchSetting> All(int cores) =>
    [
        Of("defaults", 1, "-"),
        Of("cores", cores, "-"),
        Of("cores, BLAS 1", cores, "-", OneBlasThread),
        Of("cores, BLAS 1, kernels", cores, "-", Kernels),
        Of("cores, BLAS 1, kernels, malloc", cores, "-", Memory),
        Of("1 thread, BLAS 1, kernels, malloc", 1, "-", Memory),
        Of("+ set_to_none", cores, "set_to_none", Memory),
        Of("+ foreach", cores, "set_to_none,foreach", Memory),
        Of("+ foreach, ATen AVX-512", cores, "set_to_none,foreach", [.. Memory, ("ATEN_CPU_CAPABILITY", "avx512")]),
        Of("+ foreach, channels_last", cores, "set_to_none,foreach,channels_last", Memory),
        Of("+ foreach, OMP spins", cores, "set_to_none,foreach", [.. Memory, ("OMP_WAIT_POLICY", "ACTIVE")]),
        Of("+ foreach, OMP sleeps", cores, "set_to_none,foreach", [.. Memory, ("OMP_WAIT_POLICY", "PASSIVE")]),
    ];

    /// <summary>The setting for products of large matrices: every core's BLAS, with the processor's vectors.</summary>
    public static TorchSetting ForPeak(int cores) => Of(
        "peak", cores, "-", ("OPENBLAS_NUM_THREADS", cores.ToString(CultureInfo.InvariantCulture)), ("OPENBLAS_CORETYPE", Vectors));

    private static string Vectors => System.Runtime.Intrinsics.X86.Avx512BW.VL.IsSupported ? "SkylakeX" : "Haswell";

    private static TorchSetting Of(string name, int threads, string options, params (string Name, string Value)[] environment) =>
        new(name, threads, options, environment.ToDictionary(variable => variable.Name, variable => variable.Value));
}
