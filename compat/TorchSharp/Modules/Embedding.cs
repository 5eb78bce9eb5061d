using TorchSharp.Native;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A table of vectors: whole numbers in, rows of the weight [num_embeddings, embedding_dims] out.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long? _paddingIndex;
    private readonly bool _scaleGradientByFrequency;

    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    internal Embedding(Parameter weight, long? paddingIndex, bool scaleGradientByFrequency)
        : base(nameof(Embedding))
    {
        this.weight = weight;
        _paddingIndex = paddingIndex;
        _scaleGradientByFrequency = scaleGradientByFrequency;
    }

    public Parameter? weight
    {
        get => _weight;
        set => Replace(ref _weight, value, nameof(weight));
    }

    public override Tensor forward(Tensor input) =>
        Operators.Call("embedding", weight, input, _paddingIndex ?? -1, _scaleGradientByFrequency);
}
