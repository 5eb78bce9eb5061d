using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                InitializeDevice(device);
                return _to(dtype, non_blocking);
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                InitializeDeviceType(deviceType);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                if (!is_floating_point(dtype) && !is_complex(dtype))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
                foreach ((_, Module child) in named_children())
                    child._to(dtype, non_blocking);
                foreach ((string name, Parameter parameter) in named_parameters(false).ToList())
                {
                    if (ReplaceParameter(dtype, null, parameter, out Parameter? converted))
                        Put(name, converted!);
                }
                foreach ((string name, Tensor buffer) in named_buffers(false).ToList())
                {
                    if (ReplaceBuffer(dtype, null, buffer, out Tensor? converted))
                        Put(name, converted!);
                }
                return this;
            }

            public Module _to(Tensor other, bool non_blocking) => _to(other.dtype, non_blocking);

            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                if (dtype is not { } wanted || wanted == param.dtype || !is_floating_point(param.dtype))
                    return false;
                using Tensor? gradient = param.grad;
                using (no_grad())
                {
                    p = new Parameter(param.to_type(wanted), param.requires_grad);
                    p.DetachFromDisposeScope();
                    if (gradient is not null)
                    {
                        using Tensor converted = gradient.to_type(wanted);
                        p.grad = converted;
                    }
                }
                return true;
            }

            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                result = null;
                if (dtype is not { } wanted || wanted == buffer.dtype || !is_floating_point(buffer.dtype))
                    return false;
                result = buffer.to_type(wanted, disposeAfter: true).DetachFromDisposeScope();
                return true;
            }

            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            // A converted parameter goes where the module keeps it: a property of its name, else the field.
            private void Put(string name, Tensor value)
            {
                if (GetType().GetProperty(name) is { CanWrite: true } property)
                {
                    property.SetValue(this, value);
                    return;
                }
                if (value is Parameter parameter)
                {
                    _internal_params[name].Dispose();
                    _internal_params[name] = parameter;
                }
                else
                {
                    _internal_buffers[name] = (value, _internal_buffers[name].Item2);
                }
                Fields().FirstOrDefault(field => ComponentName(field) == name)?.SetValue(this, value);
            }
        }
    }
}
