using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A random number generator (Mersenne twister) with its own state.</summary>
    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
            : this(Bridge.Check(Bridge.torch_generator_new(seed)))
        {
            InitializeDevice(device);
        }

        private Generator(IntPtr handle)
        {
            Handle = handle;
            device = CPU;
        }

        ~Generator() => Dispose(false);

        /// <summary>The generator that operators use when none is given; each call wraps it anew.</summary>
        public static Generator Default => new(Bridge.Check(Bridge.torch_generator_default()));

        public IntPtr Handle { get; private set; }

        public Device device { get; }

        public Tensor get_state() => new(Bridge.Check(Bridge.torch_generator_get_state(Handle)));

        public void set_state(Tensor value)
        {
            Bridge.Check(Bridge.torch_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        public Generator manual_seed(long seed)
        {
            Bridge.Check(Bridge.torch_generator_set_seed(Handle, (ulong)seed));
            return this;
        }

        public long seed() => Bridge.torch_generator_reseed(Handle);

        public long initial_seed() => Bridge.torch_generator_initial_seed(Handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            IntPtr handle = Handle;
            Handle = IntPtr.Zero;
            if (handle != IntPtr.Zero)
                Bridge.torch_generator_release(handle);
        }
    }
}
