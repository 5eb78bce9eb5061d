using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => Bridge.torch_grad_mode() != 0;

    public static IDisposable inference_mode(bool mode = true) => new InferenceGuard(mode);

    public static bool is_inference_mode_enabled() => Bridge.torch_is_inference_mode() != 0;

    // Sets the thread's mode and puts the former one back when disposed.
    private sealed class GradMode : IDisposable
    {
        private readonly bool _before = is_grad_enabled();
        private bool _disposed;

        public GradMode(bool enabled) => Bridge.torch_set_grad_mode(enabled ? 1 : 0);

        public void Dispose()
        {
            if (!_disposed)
                Bridge.torch_set_grad_mode(_before ? 1 : 0);
            _disposed = true;
        }
    }

    private sealed class InferenceGuard(bool enabled) : IDisposable
    {
        private IntPtr _guard = Bridge.Check(Bridge.torch_inference_mode_enter(enabled ? 1 : 0));

        public void Dispose()
        {
            if (_guard != IntPtr.Zero)
                Bridge.torch_inference_mode_leave(_guard);
            _guard = IntPtr.Zero;
        }
    }
}
