using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        public static unsafe IList<Tensor?> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            IntPtr[] of = Handles(outputs), by = Handles(inputs), weights = Handles(grad_outputs);
            var results = new IntPtr[by.Length];
            fixed (IntPtr* first = of, second = by, third = weights, last = results)
            {
                Bridge.Check(Bridge.torch_grad(
                    first, of.Length, second, by.Length, third, weights.Length, retain_graph || create_graph ? 1 : 0,
                    create_graph ? 1 : 0, allow_unused ? 1 : 0, last));
            }
            KeepAlive(outputs, inputs, grad_outputs);
            return [.. results.Select(handle => handle == IntPtr.Zero ? null : new Tensor(handle))];
        }

        public static unsafe void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            IntPtr[] of = Handles(tensors), weights = Handles(grad_tensors), by = Handles(inputs);
            fixed (IntPtr* first = of, second = weights, third = by)
            {
                Bridge.Check(Bridge.torch_backward(
                    first, of.Length, second, weights.Length, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0,
                    third, by.Length));
            }
            KeepAlive(tensors, grad_tensors, inputs);
        }

        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        private static IntPtr[] Handles(IList<Tensor>? tensors) => tensors is null ? [] : [.. tensors.Select(tensor => tensor.Handle)];

        private static void KeepAlive(params ReadOnlySpan<IList<Tensor>?> lists)
        {
            foreach (IList<Tensor>? list in lists)
            {
                foreach (Tensor tensor in list ?? [])
                    GC.KeepAlive(tensor);
            }
        }
    }
}
