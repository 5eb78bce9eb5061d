using TorchSharp.Modules;

namespace VaePipeline.OnnxExport.Layers;

/// <summary>A chain: each module's output is the next one's input. An empty chain hands its input on.</summary>
internal static class SequentialTranslator
{
    public static GraphValue Translate(Sequential module, GraphValue input, TranslationScope scope) =>
        scope.Chain(input, module.named_children());
}
