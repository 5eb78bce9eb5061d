using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of libtorch's, on the CPU. Owns one reference, which Dispose or the finalizer gives back.</summary>
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;

        // A TensorImpl*, or zero once disposed.
        internal IntPtr _handle;

        internal Tensor(IntPtr handle, bool register = true)
        {
            _handle = handle;
            long count = Interlocked.Increment(ref s_totalCount);
            s_peakCount = Math.Max(s_peakCount, count);
            if (register)
                OwningDisposeScope = DisposeScopeManager.ForThread.Register(this);
        }

        ~Tensor() => Dispose(false);

        public static long TotalCount => s_totalCount;

        public static long PeakCount => s_peakCount;

        public IntPtr Handle => _handle != IntPtr.Zero
            ? _handle
            : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => _handle == IntPtr.Zero;

        public string? name { get; set; }

        internal DisposeScope? OwningDisposeScope { get; set; }

        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            IntPtr handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle == IntPtr.Zero)
                return;
            if (disposing)
            {
                // The counts and scopes belong to the thread that disposes; the finalizer's has none.
                DisposeScopeManager.ForThread.CountDisposal(this);
                OwningDisposeScope?.MarkAsDisposed(this);
            }
            Interlocked.Decrement(ref s_totalCount);
            Bridge.torch_tensor_release(handle);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } owner)
                owner.MoveToOther(other, this);
            else
                other?.Attach(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public IntPtr DecoupleFromNativeHandle()
        {
            IntPtr handle = Handle;
            GC.SuppressFinalize(this);
            Interlocked.Decrement(ref s_totalCount);
            _handle = IntPtr.Zero;
            return handle;
        }

        public Tensor alias()
        {
            var result = new Tensor(Bridge.torch_tensor_alias(Handle));
            GC.KeepAlive(this);
            return result;
        }
    }
}
