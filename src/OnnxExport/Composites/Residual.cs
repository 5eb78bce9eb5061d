using static TorchSharp.torch;

namespace VaePipeline.OnnxExport.Composites;

/// <summary>
/// input + body(input), or shortcut(input) + body(input) where the body changes the shape; He et al. 2016. Keys in the
/// weight file: <c>body.…</c>, <c>shortcut.…</c>. It tells the exporter its data flow.
/// </summary>
public sealed class Residual : nn.Module<Tensor, Tensor>, IDescribesDataFlow
{
    private readonly nn.Module<Tensor, Tensor> _body;
    private readonly nn.Module<Tensor, Tensor>? _shortcut;

    /// <summary>Takes over the modules: disposing it disposes them.</summary>
    /// <param name="body">What is added. Its modules must not work in place on the input, which is needed afterwards.</param>
    /// <param name="shortcut">Brings the input into the shape of the body's output, as a convolution of 1 x 1; none: the input itself is added.</param>
    public Residual(nn.Module<Tensor, Tensor> body, nn.Module<Tensor, Tensor>? shortcut = null)
        : base(nameof(Residual))
    {
        _body = body;
        _shortcut = shortcut;
        register_module("body", body);
        if (shortcut is not null)
        {
            register_module("shortcut", shortcut);
        }
    }

    /// <summary>Computes the sum.</summary>
    /// <param name="input">Stays the caller's.</param>
    /// <returns>The caller's to dispose.</returns>
    public override Tensor forward(Tensor input)
    {
        using var change = _body.call(input);
        using var kept = _shortcut?.call(input);
        return (kept ?? input) + change;
    }

    /// <inheritdoc/>
    public GraphValue Describe(GraphValue input, TranslationScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var change = scope.Translate("body", _body, input);
        var kept = _shortcut is null ? input : scope.Translate("shortcut", _shortcut, input);
        return scope.Add(kept, change);
    }
}
