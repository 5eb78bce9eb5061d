using static TorchSharp.torch;

namespace VaePipeline.OnnxExport.Composites;

/// <summary>
/// input and body(input) side by side along axis 1: the skip of a U-Net (Ronneberger et al. 2015), whose body goes down
/// and up again. Keys in the weight file: <c>body.…</c>. It tells the exporter its data flow.
/// </summary>
public sealed class SkipConnection : nn.Module<Tensor, Tensor>, IDescribesDataFlow
{
    private readonly nn.Module<Tensor, Tensor> _body;

    /// <summary>Takes over the module: disposing it disposes the body.</summary>
    /// <param name="body">[N, C, …] to [N, D, …], with the axes behind the channels unchanged; the output has C + D channels.</param>
    public SkipConnection(nn.Module<Tensor, Tensor> body)
        : base(nameof(SkipConnection))
    {
        _body = body;
        register_module("body", body);
    }

    /// <summary>Computes both.</summary>
    /// <param name="input">Stays the caller's.</param>
    /// <returns>[N, C + D, …], the caller's to dispose.</returns>
    public override Tensor forward(Tensor input)
    {
        using var inner = _body.call(input);
        return cat([input, inner], 1);
    }

    /// <inheritdoc/>
    public GraphValue Describe(GraphValue input, TranslationScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return scope.Concat(1, input, scope.Translate("body", _body, input));
    }
}
