namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void LoadStateDict(OptimizerState source);

    public abstract void Initialize(OptimizerOptions options);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(torch.Device device)
    {
    }

    /// <summary>Fresh zeros of the parameter's shape, outside every dispose scope.</summary>
    private protected torch.Tensor Zeros() => torch.zeros_like(_parameter).DetachFromDisposeScope();

    /// <summary>A copy of another state's tensor, outside every dispose scope.</summary>
    private protected static torch.Tensor? Copy(torch.Tensor? source) => source?.clone().DetachFromDisposeScope();
}
