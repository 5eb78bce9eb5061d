using VaePipeline.OnnxExport.Layers;
using static VaePipeline.OnnxExport.Layers.ActivationTranslators;

namespace VaePipeline.OnnxExport;

/// <summary>
/// The translators, one per module type. A module of one's own joins by registering a translator, or without one by
/// being an <see cref="IDescribesDataFlow"/>. Not safe for use by several threads while one registers.
/// </summary>
public sealed class ModuleTranslators
{
    private readonly Dictionary<Type, FoundTranslator> _translators = [];

    /// <summary>A new set with a translator for every layer that this project knows.</summary>
    public static ModuleTranslators CreateDefault() => new ModuleTranslators()
        .Register<Sequential>((module, input, scope) => scope.Chain(input, module.named_children()), TileSupport.Own)
        .Register<Linear>(LinearTranslator.Translate)
        .Register<Conv2d>(ConvolutionTranslator.Translate, TileSupport.Own)
        .Register<ConvTranspose2d>(ConvolutionTranslator.Translate, TileSupport.Own)
        .Register<BatchNorm1d>(BatchNormTranslator.Translate)
        .Register<BatchNorm2d>(BatchNormTranslator.Translate)
        .Register<LayerNorm>(NormalizationTranslators.TranslateLayerNorm)
        .Register<GroupNorm>(NormalizationTranslators.TranslateGroupNorm)
        .RegisterElementwise<ReLU>(To("Relu"))
        .RegisterElementwise<ReLU6>(TranslateReLU6)
        .RegisterElementwise<LeakyReLU>((module, input, scope) => scope.Elementwise("LeakyRelu", input, OnnxAttribute.Float("alpha", module.negative_slope)))
        .RegisterElementwise<ELU>((module, input, scope) => scope.Elementwise("Elu", input, OnnxAttribute.Float("alpha", module.alpha)))
        .RegisterElementwise<SELU>(To("Selu"))
        .RegisterElementwise<GELU>(TranslateGELU)
        .RegisterElementwise<Hardswish>(To("HardSwish"))
        .RegisterElementwise<Hardsigmoid>(To("HardSigmoid", OnnxAttribute.Float("alpha", 1.0 / 6), OnnxAttribute.Float("beta", 0.5)))
        .RegisterElementwise<Mish>(TranslateMish)
        .RegisterElementwise<SiLU>(TranslateSiLU)
        .RegisterElementwise<Softplus>(TranslateSoftplus)
        .RegisterElementwise<Sigmoid>(To("Sigmoid"))
        .RegisterElementwise<Tanh>(To("Tanh"))
        .Register<Softmax>(TranslateSoftmax)
        .Register<LogSoftmax>(TranslateLogSoftmax)
        .Register<MaxPool2d>(PoolingTranslators.TranslateMaxPool2d)
        .Register<AvgPool2d>(PoolingTranslators.TranslateAvgPool2d)
        .Register<AdaptiveAvgPool2d>(AdaptiveAvgPool2dTranslator.Translate)
        .Register<Upsample>(UpsampleTranslator.Translate)
        .Register<PixelShuffle>(PixelShuffleTranslator.Translate)
        .Register<Embedding>(EmbeddingTranslator.Translate)
        .Register<Flatten>(FlattenTranslator.Translate)
        .Register<Unflatten>(UnflattenTranslator.Translate)
        // In evaluation mode they hand their input on.
        .Register<Dropout>((_, input, _) => input, TileSupport.Own)
        .Register<Dropout2d>((_, input, _) => input, TileSupport.Own)
        .Register<Identity>((_, input, _) => input, TileSupport.Own);

    /// <summary>Adds the translator of a module type, or replaces it.</summary>
    /// <typeparam name="TModule">The module's exact type; types derived from it have their own forward.</typeparam>
    /// <param name="translator">The translator.</param>
    /// <returns>This set, so that calls can be chained.</returns>
    public ModuleTranslators Register<TModule>(ModuleTranslator<TModule> translator)
        where TModule : Module => Register(translator, TileSupport.Whole);

    /// <summary>
    /// Adds the translator of a module whose output has the input's shape and depends, element by element, on the input's
    /// element at the same place alone; or replaces it. It may be called for parts of an image, one after the other.
    /// </summary>
    /// <typeparam name="TModule">The module's exact type.</typeparam>
    /// <param name="translator">The translator.</param>
    /// <returns>This set, so that calls can be chained.</returns>
    public ModuleTranslators RegisterElementwise<TModule>(ModuleTranslator<TModule> translator)
        where TModule : Module => Register(translator, TileSupport.Elementwise);

    /// <summary>Adds the translator of a module type, or replaces it.</summary>
    /// <param name="translator">The translator.</param>
    /// <param name="tiles">What it does with an image that is held in phases.</param>
    internal ModuleTranslators Register<TModule>(ModuleTranslator<TModule> translator, TileSupport tiles)
        where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(translator);
        _translators[typeof(TModule)] = new FoundTranslator((module, input, scope) => translator((TModule)module, input, scope), tiles);
        return this;
    }

    /// <summary>The translator for a module's exact type, or what it says of itself.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">Its path, for the error.</param>
    /// <exception cref="ExportException">There is none.</exception>
    internal FoundTranslator Find(Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (_translators.TryGetValue(module.GetType(), out var translator))
        {
            return translator;
        }

        if (module is IDescribesDataFlow composite)
        {
            return new FoundTranslator((_, input, scope) => composite.Describe(input, scope), TileSupport.Own);
        }

        var known = string.Join(", ", _translators.Keys.Select(type => type.Name).Order(StringComparer.Ordinal));
        throw new ExportException(
            $"{path}: {module.GetType()} has no translator; expected one of {known}. " +
            $"Use these layers, register a translator with ModuleTranslators.Register<{module.GetType().Name}>, or let the module implement {nameof(IDescribesDataFlow)}.");
    }
}
