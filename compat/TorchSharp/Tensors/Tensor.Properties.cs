using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Bridge.torch_tensor_ndim(Handle);

        public long ndim => Dimensions;

        public long dim() => Dimensions;

        public long NumberOfElements => Bridge.torch_tensor_numel(Handle);

        public long numel() => NumberOfElements;

        public long ElementSize => Bridge.torch_tensor_element_size(Handle);

        public long element_size() => ElementSize;

        public ScalarType dtype => (ScalarType)Bridge.torch_tensor_dtype(Handle);

        public DeviceType device_type => (DeviceType)Bridge.torch_tensor_device(Handle);

        public int device_index => -1;

        public Device device => new(device_type);

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_sparse => Bridge.torch_tensor_is_sparse(Handle) != 0;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                fixed (long* first = sizes)
                    Bridge.torch_tensor_sizes(Handle, first);
                return sizes;
            }
        }

        public long[] size() => shape;

        public long size(int dim) => shape[dim < 0 ? dim + (int)ndim : dim];

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* first = strides)
                Bridge.Check(Bridge.torch_tensor_strides(Handle, first));
            return strides;
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + (int)ndim : dim];

        public bool is_contiguous() => Bridge.torch_tensor_is_contiguous(Handle) != 0;

        public bool is_nonzero() => numel() == 1
            ? Operators.Test("is_nonzero", this)
            : throw new InvalidOperationException("is_nonzero() called on non-singleton tensor");
    }
}
