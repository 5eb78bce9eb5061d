using TorchSharp.Modules;
using VaePipeline.OnnxExport.Graphs;

namespace VaePipeline.Training.Networks;

/// <summary>
/// The input and, beside it, waves over it: z, sin(W z + b). Random directions and phases (Rahimi and Recht 2007),
/// trained like other weights. Dense layers alone learn slowly what changes fast over few inputs (Tancik et al. 2020).
/// Keys in the weight file: <c>waves.weight</c>, <c>waves.bias</c>. It tells the exporter its data flow.
/// </summary>
internal sealed class FourierFeatures : nn.Module<Tensor, Tensor>, IDescribesDataFlow
{
    /// <param name="inputs">L, inputs.</param>
    /// <param name="count">Waves; the output has L + count features.</param>
    public FourierFeatures(long inputs, long count)
        : base(nameof(FourierFeatures))
    {
        Waves = nn.Linear(inputs, count);
        register_module("waves", Waves);
    }

    private Linear Waves { get; }

    /// <summary>Draws directions from N(0, I), so that a wave over the prior has a period of some standard deviations, and phases from 0 to 2π.</summary>
    /// <param name="generator">Decides them.</param>
    public void Start(Generator generator)
    {
        using var noGradient = no_grad();
        Waves.weight.normal_(0, 1, generator);
        Waves.bias!.uniform_(0, 2 * Math.PI, generator); // not null: the layer has one by default
    }

    /// <summary>Computes them.</summary>
    /// <param name="input">[N, L]; stays the caller's.</param>
    /// <returns>[N, L + count], the caller's to dispose.</returns>
    public override Tensor forward(Tensor input)
    {
        using var phases = Waves.call(input);
        using var sines = phases.sin();
        return cat([input, sines], 1);
    }

    /// <inheritdoc/>
    public GraphValue Describe(GraphValue input, TranslationScope scope)
    {
        var phases = scope.Translate("waves", Waves, input);
        return scope.Concat(1, input, scope.Node("Sin", [phases.Name], phases.Shape));
    }
}
