using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalizes each of <c>num_groups</c> groups of channels of [N, C, …].</summary>
public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
        : base(nameof(GroupNorm))
    {
        this.num_groups = num_groups;
        this.eps = eps;
        this.affine = affine;
        if (!affine)
            return;
        weight = new Parameter(ones(num_channels, dtype, device));
        bias = new Parameter(zeros(num_channels, dtype, device));
    }

    public long num_groups { get; set; }

    public double eps { get; set; }

    public bool affine { get; set; }

    public Parameter? bias
    {
        get => _bias;
        set => Replace(ref _bias, value, nameof(bias));
    }

    public Parameter weight
    {
        get => _weight!; // The package declares it so, though it is null without affine.
        set => Replace(ref _weight, value, nameof(weight));
    }

    public override Tensor forward(Tensor tensor)
    {
        if (tensor.ndim < 3)
            throw new ArgumentException($"Invalid number of dimensions for GroupNorm argument: {tensor.ndim}");
        return nn.functional.group_norm(tensor, num_groups, weight, bias, eps);
    }
}
