using System.Runtime.InteropServices;
using TorchSharp.Modules;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Optimization;

/// <summary>A network with its optimizer and the moving average of its weights: all tensors that a run changes.</summary>
internal sealed class TrainedParameters : IDisposable
{
    private readonly Vae _vae;
    private readonly AdamW _optimizer;
    private readonly MovingAverage? _average;

    /// <param name="vae">The network; stays the caller's.</param>
    /// <param name="options">How it is trained.</param>
    public TrainedParameters(Vae vae, TrainingOptions options)
    {
        _vae = vae;
        _optimizer = optim.AdamW(vae.parameters(), weight_decay: options.WeightDecay);
        _average = options.EmaDecay > 0 ? new MovingAverage(vae.parameters(), options.EmaDecay) : null;
    }

    /// <summary>Changes the weights by their gradients.</summary>
    /// <param name="rate">The learning rate.</param>
    public void Step(double rate)
    {
        foreach (var group in _optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }

        _optimizer.step();
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients() => _optimizer.zero_grad();

    /// <summary>Takes the weights after a step into account.</summary>
    /// <param name="step">The step, from 0.</param>
    public void UpdateAverage(long step) => _average?.Update(step);

    /// <summary>Gives the network the weights that are measured and exported, or takes them back.</summary>
    public void SwapMeasured() => _average?.Swap();

    /// <summary>Copies all tensors.</summary>
    public RunTensors Capture()
    {
        var weights = VaeWeights.Capture(_vae);
        return new RunTensors(
            weights,
            _average is null ? [] : Named(weights, _average.Averages),
            Named(weights, Moments().Select(moments => moments.exp_avg)),
            Named(weights, Moments().Select(moments => moments.exp_avg_sq)));
    }

    /// <summary>Puts all tensors back.</summary>
    /// <param name="tensors">What <see cref="Capture"/> returned, of a run with the same options.</param>
    /// <param name="steps">Steps that the optimizer had taken.</param>
    /// <param name="source">Where they come from, for errors.</param>
    /// <exception cref="Contracts.Errors.BadInputException">A tensor is missing, unknown or of another shape.</exception>
    public void Restore(RunTensors tensors, long steps, string source)
    {
        // Through the network, tensor by tensor: its parameters check names and shapes of all four sets.
        VaeWeights.Restore(_vae, tensors.FirstMoments, $"{source}: first moments");
        Copy(Moments().Select(moments => moments.exp_avg));
        VaeWeights.Restore(_vae, tensors.SecondMoments, $"{source}: second moments");
        Copy(Moments().Select(moments => moments.exp_avg_sq));
        foreach (var moments in Moments())
        {
            moments.step = steps;
        }

        if (_average is not null)
        {
            VaeWeights.Restore(_vae, tensors.Average, $"{source}: averages");
            Copy(_average.Averages);
        }

        VaeWeights.Restore(_vae, tensors.Weights, source);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
    }

    private IEnumerable<AdamW.State> Moments() => _optimizer.state_dict().State.Cast<AdamW.State>();

    private void Copy(IEnumerable<Tensor> targets)
    {
        using var noGradient = no_grad();
        foreach (var (target, parameter) in targets.Zip(_vae.parameters()))
        {
            target.copy_(parameter);
        }
    }

    private static List<NamedTensor> Named(IReadOnlyList<NamedTensor> weights, IEnumerable<Tensor> tensors) =>
        [.. weights.Zip(tensors, (weight, tensor) => weight with { Data = MemoryMarshal.Cast<byte, float>(tensor.bytes).ToArray() })];
}
