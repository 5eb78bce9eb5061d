using TorchSharp.Modules;
using VaePipeline.Training.Export.Layers;
using VaePipeline.Training.Export.Tiles;
using Module = TorchSharp.torch.nn.Module;

namespace VaePipeline.Training.Export;

/// <summary>The translators, one per module type. Not safe for use by several threads while one registers.</summary>
internal sealed class ModuleTranslators
{
    private readonly Dictionary<Type, (ModuleTranslator<Module> Translator, TileSupport Tiles)> _translators = [];

    /// <summary>A new set with a translator for every layer that this project knows.</summary>
    public static ModuleTranslators CreateDefault() => new ModuleTranslators()
        .Register<Sequential>(SequentialTranslator.Translate, TileSupport.Own)
        .Register<Linear>(LinearTranslator.Translate)
        .Register<Conv2d>(Conv2dTranslator.Translate, TileSupport.Own)
        .Register<ConvTranspose2d>(ConvTranspose2dTranslator.Translate, TileSupport.Own)
        .Register<BatchNorm2d>(BatchNorm2dTranslator.Translate)
        .Register<ReLU>(ActivationTranslators.TranslateReLU, TileSupport.Elementwise)
        .Register<LeakyReLU>(ActivationTranslators.TranslateLeakyReLU, TileSupport.Elementwise)
        .Register<ELU>(ActivationTranslators.TranslateELU, TileSupport.Elementwise)
        .Register<SiLU>(ActivationTranslators.TranslateSiLU, TileSupport.Elementwise)
        .Register<Softplus>(ActivationTranslators.TranslateSoftplus, TileSupport.Elementwise)
        .Register<Sigmoid>(ActivationTranslators.TranslateSigmoid, TileSupport.Elementwise)
        .Register<Tanh>(ActivationTranslators.TranslateTanh, TileSupport.Elementwise)
        .Register<Flatten>(FlattenTranslator.Translate)
        .Register<Unflatten>(UnflattenTranslator.Translate)
        // In evaluation mode both hand their input on.
        .Register<Dropout>((_, input, _) => input, TileSupport.Own)
        .Register<Identity>((_, input, _) => input, TileSupport.Own);

    /// <summary>Adds the translator of a module type, or replaces it.</summary>
    /// <param name="translator">The translator.</param>
    /// <param name="tiles">What it does with an image that is held in phases; by default it gets whole images only.</param>
    /// <returns>This set, so that calls can be chained.</returns>
    public ModuleTranslators Register<TModule>(ModuleTranslator<TModule> translator, TileSupport tiles = TileSupport.Whole)
        where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(translator);
        _translators[typeof(TModule)] = ((module, input, scope) => translator((TModule)module, input, scope), tiles);
        return this;
    }

    /// <summary>The translator for a module's exact type.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">Its path, for the error.</param>
    /// <exception cref="ExportException">There is none.</exception>
    public (ModuleTranslator<Module> Translator, TileSupport Tiles) Find(Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (_translators.TryGetValue(module.GetType(), out var translator))
        {
            return translator;
        }

        var known = string.Join(", ", _translators.Keys.Select(type => type.Name).Order(StringComparer.Ordinal));
        throw new ExportException(
            $"{path}: {module.GetType()} has no translator; expected one of {known}. " +
            $"Use these layers, or register a translator: translators.Register<{module.GetType().Name}>((module, input, scope) => ...).");
    }
}
