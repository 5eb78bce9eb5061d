using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => Bridge.torch_tensor_requires_grad(Handle) != 0;
            set => Bridge.Check(Bridge.torch_tensor_set_requires_grad(Handle, value ? 1 : 0));
        }

        public bool is_leaf => Bridge.torch_tensor_is_leaf(Handle) != 0;

        /// <summary>The accumulated gradient; null before a backward pass. Each read makes a new object.</summary>
        public Tensor? grad
        {
            get
            {
                IntPtr handle = Bridge.torch_tensor_grad(Handle);
                GC.KeepAlive(this);
                return handle == IntPtr.Zero ? null : new Tensor(handle);
            }
            set
            {
                Bridge.Check(Bridge.torch_tensor_set_grad(Handle, value?.Handle ?? IntPtr.Zero));
                GC.KeepAlive(value);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => Bridge.Check(Bridge.torch_tensor_retain_grad(Handle));

        public void backward() => autograd.backward([this]);

        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        public Tensor detach() => Operators.Call("detach", this);

        public Tensor detach_() => Operators.InPlace("detach_", this);
    }
}
