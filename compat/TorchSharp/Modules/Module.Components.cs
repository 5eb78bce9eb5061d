using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach ((string name, Parameter parameter) in _internal_params)
                {
                    if (!parameter.IsInvalid && seen.Add(parameter))
                        yield return (name, parameter);
                }
                if (!recurse)
                    yield break;
                foreach ((string prefix, Module child) in _internal_submodules)
                {
                    foreach ((string name, Parameter parameter) in child.named_parameters(true))
                    {
                        if (seen.Add(parameter))
                            yield return ($"{prefix}.{name}", parameter);
                    }
                }
            }

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach ((string name, (Tensor buffer, bool persistent)) in _internal_buffers)
                {
                    // The package never lists buffers that are not persistent, whatever the argument says.
                    if (persistent && !buffer.IsInvalid && seen.Add(buffer))
                        yield return (name, buffer);
                }
                if (!recurse)
                    yield break;
                foreach ((string prefix, Module child) in _internal_submodules)
                {
                    foreach ((string name, Tensor buffer) in child.named_buffers(true, include_nonpersistent))
                    {
                        if (seen.Add(buffer))
                            yield return ($"{prefix}.{name}", buffer);
                    }
                }
            }

            public virtual IEnumerable<(string name, Module module)> named_children() => _internal_submodules;

            /// <summary>All submodules: first the children, then each child's own. The module itself is not among them.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach ((string name, Module child) in named_children())
                    yield return (name, child);
                foreach ((string prefix, Module child) in named_children())
                {
                    foreach ((string name, Module module) in child.named_modules())
                        yield return ($"{prefix}.{name}", module);
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(item => item.parameter);

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(item => item.buffer);

            public virtual IEnumerable<Module> children() => named_children().Select(item => item.module);

            public virtual IEnumerable<Module> modules() => named_modules().Select(item => item.module);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Parameter? get_parameter(string target) =>
                _internal_params.TryGetValue(target, out Parameter? found)
                    ? found
                    : Child(target) is { } step ? step.Child.get_parameter(step.Tail) : null;

            public virtual Tensor? get_buffer(string target) =>
                _internal_buffers.TryGetValue(target, out (Tensor, bool) found)
                    ? found.Item1
                    : Child(target) is { } step ? step.Child.get_buffer(step.Tail) : null;

            private (Module Child, string Tail)? Child(string target)
            {
                int point = target.IndexOf('.', StringComparison.Ordinal);
                if (point < 0)
                    return null;
                foreach ((string name, Module child) in named_children())
                {
                    if (target.AsSpan(0, point).SequenceEqual(name))
                        return (child, target[(point + 1)..]);
                }
                return null;
            }
        }
    }
}
