using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

public sealed class MatrixProductTests
{
    private delegate IntPtr CoreName();

    [Fact]
    public void OpenBlas_runs_kernels_with_the_processors_vectors()
    {
        using torch.Tensor loaded = torch.ones(1);
        if (!Avx2.IsSupported || Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") is not null ||
            !NativeLibrary.TryLoad("libopenblas.so.0", out IntPtr library))
        {
            return; // Nothing to choose, or another choice is asked for, or another library multiplies.
        }

        CoreName name = Marshal.GetDelegateForFunctionPointer<CoreName>(NativeLibrary.GetExport(library, "openblas_get_corename"));

        Assert.Equal(Avx512BW.VL.IsSupported ? "SkylakeX" : "Haswell", Marshal.PtrToStringUTF8(name()));
    }
}
