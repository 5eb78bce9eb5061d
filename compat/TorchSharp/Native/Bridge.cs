using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Native;

/// <summary>The C functions of Native/bridge.cpp. A failure is -1 or zero; <see cref="Failure"/> turns it into an exception.</summary>
internal static unsafe partial class Bridge
{
    private const string Library = "libtorchbridge";

    [LibraryImport(Library)] private static partial byte* torch_last_error();
    [LibraryImport(Library)] internal static partial void torch_free(void* pointer);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial IntPtr torch_find(string name, string overload);
    [LibraryImport(Library)] internal static partial int torch_call(IntPtr op, Cell* arguments, int count, Cell* results, int capacity);

    [LibraryImport(Library)] internal static partial void torch_tensor_release(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long torch_tensor_ndim(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long torch_tensor_numel(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial void torch_tensor_sizes(IntPtr tensor, long* sizes);
    [LibraryImport(Library)] internal static partial int torch_tensor_strides(IntPtr tensor, long* strides);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int torch_tensor_dtype(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int torch_tensor_element_size(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int torch_tensor_device(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int torch_tensor_is_contiguous(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int torch_tensor_is_sparse(IntPtr tensor);
    [LibraryImport(Library)] internal static partial void* torch_tensor_data(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int torch_tensor_requires_grad(IntPtr tensor);
    [LibraryImport(Library)] internal static partial int torch_tensor_set_requires_grad(IntPtr tensor, int value);
    [LibraryImport(Library)] internal static partial int torch_tensor_is_leaf(IntPtr tensor);
    [LibraryImport(Library)] internal static partial int torch_tensor_retain_grad(IntPtr tensor);
    [LibraryImport(Library)] internal static partial IntPtr torch_tensor_grad(IntPtr tensor);
    [LibraryImport(Library)] internal static partial int torch_tensor_set_grad(IntPtr tensor, IntPtr gradient);
    [LibraryImport(Library)] internal static partial IntPtr torch_tensor_alias(IntPtr tensor);
    [LibraryImport(Library)] internal static partial IntPtr torch_tensor_from_memory(void* data, long* sizes, int ndim, int dtype, delegate* unmanaged<void*, void> release, void* context);

    [LibraryImport(Library)] internal static partial int torch_backward(IntPtr* tensors, int count, IntPtr* gradients, int gradientCount, int retainGraph, int createGraph, IntPtr* inputs, int inputCount);
    [LibraryImport(Library)] internal static partial int torch_grad(IntPtr* outputs, int outputCount, IntPtr* inputs, int inputCount, IntPtr* gradients, int gradientCount, int retainGraph, int createGraph, int allowUnused, IntPtr* results);
    [LibraryImport(Library)] internal static partial int torch_grad_mode();
    [LibraryImport(Library)] internal static partial void torch_set_grad_mode(int enabled);
    [LibraryImport(Library)] internal static partial IntPtr torch_inference_mode_enter(int enabled);
    [LibraryImport(Library)] internal static partial void torch_inference_mode_leave(IntPtr guard);
    [LibraryImport(Library)] internal static partial int torch_is_inference_mode();

    [LibraryImport(Library)] internal static partial IntPtr torch_generator_new(ulong seed);
    [LibraryImport(Library)] internal static partial IntPtr torch_generator_default();
    [LibraryImport(Library)] internal static partial void torch_generator_release(IntPtr generator);
    [LibraryImport(Library)] internal static partial int torch_generator_set_seed(IntPtr generator, ulong seed);
    [LibraryImport(Library)] internal static partial long torch_generator_reseed(IntPtr generator);
    [LibraryImport(Library)] internal static partial long torch_generator_initial_seed(IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr torch_generator_get_state(IntPtr generator);
    [LibraryImport(Library)] internal static partial int torch_generator_set_state(IntPtr generator, IntPtr state);

    [LibraryImport(Library)] internal static partial int torch_get_num_threads();
    [LibraryImport(Library)] internal static partial int torch_set_num_threads(int count);
    [LibraryImport(Library)] internal static partial int torch_get_num_interop_threads();
    [LibraryImport(Library)] internal static partial int torch_set_num_interop_threads(int count);
    [LibraryImport(Library)] private static partial void torch_tune_malloc();
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)] private static partial int setenv(string name, string value, int overwrite);

    /// <summary>
    /// Settings that must stand before the first operator runs. Debian's OpenBLAS keeps its own spinning threads beside
    /// OpenMP's: two pools on the same cores cost up to a factor of three, so OpenBLAS gets one thread and OpenMP, which
    /// <c>torch.set_num_threads</c> governs, keeps the rest. OpenMP's own threads by default spin for milliseconds at every
    /// barrier, which starves the thread that they wait for as soon as another process wants a core; some microseconds
    /// lose nothing on a quiet machine. And OpenBLAS picks its kernels from a table of processor models: one that is younger
    /// than the table gets those for SSE3, a fifth of the speed; so it is told what the processor has.
    /// </summary>
#pragma warning disable CA2255 // A module initializer is the only place that precedes every use of the library.
    [ModuleInitializer]
    internal static void Prepare()
    {
        // Native code reads this when it is loaded, which the first call of the bridge below does. What the user set stands.
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            _ = setenv("GOMP_SPINCOUNT", "10000", overwrite: 0);
        }

        string? vectors = Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported ? "SkylakeX" : Avx2.IsSupported && Fma.IsSupported ? "Haswell" : null;
        if (vectors is not null)
        {
            _ = setenv("OPENBLAS_CORETYPE", vectors, overwrite: 0);
        }

        torch_tune_malloc();
        // Another BLAS than OpenBLAS has no such second pool; then there is nothing to set.
        if (NativeLibrary.TryLoad("libopenblas.so.0", out IntPtr blas) &&
            NativeLibrary.TryGetExport(blas, "openblas_set_num_threads", out IntPtr setThreads))
        {
            ((delegate* unmanaged<int, void>)setThreads)(1);
        }
    }
#pragma warning restore CA2255

    internal static ExternalException Failure() => new(Marshal.PtrToStringUTF8((IntPtr)torch_last_error()));

    /// <summary>Throws what the native side last reported if <paramref name="status"/> is negative.</summary>
    internal static void Check(int status)
    {
        if (status < 0)
            throw Failure();
    }

    /// <summary>Passes a handle on; zero stands for a failure.</summary>
    internal static IntPtr Check(IntPtr handle) => handle == IntPtr.Zero ? throw Failure() : handle;
}
