namespace TorchSharp.Modules;

/// <summary>A tensor that modules list among their parameters. Takes over the data's handle: the data becomes empty.</summary>
public class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : base(data.with_requires_grad(requires_grad).DecoupleFromNativeHandle(), false)
    {
        DisposeScope.Replace(data, this);
    }
}
