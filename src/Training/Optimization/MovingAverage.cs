using TorchSharp.Modules;

namespace VaePipeline.Training.Optimization;

/// <summary>
/// An exponential moving average of weights: smoother than the last step's, and often better on unseen images. In the
/// first steps the decay is (1 + t) / (10 + t), so that the first weights are soon forgotten.
/// </summary>
internal sealed class MovingAverage : IDisposable
{
    private readonly Parameter[] _parameters;
    private readonly Tensor[] _averages;
    private readonly double _decay;

    /// <summary>Starts from the weights as they are.</summary>
    /// <param name="parameters">The weights; stay the caller's.</param>
    /// <param name="decay">Share of the average that a step keeps, in [0, 1).</param>
    public MovingAverage(IEnumerable<Parameter> parameters, double decay)
    {
        _parameters = [.. parameters];
        _decay = decay;
        using var noGradient = no_grad();
        _averages = [.. _parameters.Select(parameter => parameter.clone().DetachFromDisposeScope())];
    }

    /// <summary>The averages, in the order of the parameters. They stay this object's.</summary>
    public IReadOnlyList<Tensor> Averages => _averages;

    /// <summary>Takes the weights after a step into account.</summary>
    /// <param name="step">The step, from 0.</param>
    public void Update(long step)
    {
        double kept = Math.Min(_decay, (1.0 + step) / (10.0 + step));
        using var noGradient = no_grad();
        for (int i = 0; i < _averages.Length; i++)
        {
            _averages[i].mul_((float)kept).add_(_parameters[i], (float)(1 - kept));
        }
    }

    /// <summary>Exchanges weights and averages: a second call puts both back.</summary>
    public void Swap()
    {
        using var noGradient = no_grad();
        for (int i = 0; i < _averages.Length; i++)
        {
            using var weights = _parameters[i].clone();
            _parameters[i].copy_(_averages[i]);
            _averages[i].copy_(weights);
        }
    }

    public void Dispose()
    {
        foreach (var average in _averages)
        {
            average.Dispose();
        }
    }
}
