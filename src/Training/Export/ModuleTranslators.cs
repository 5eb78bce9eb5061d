using TorchSharp.Modules;
using VaePipeline.Training.Export.Layers;
using Module = TorchSharp.torch.nn.Module;

namespace VaePipeline.Training.Export;

/// <summary>The translators, one per module type. Not safe for use by several threads while one registers.</summary>
internal sealed class ModuleTranslators
{
    private readonly Dictionary<Type, ModuleTranslator<Module>> _translators = [];

    /// <summary>A new set with a translator for every layer that this project knows.</summary>
    public static ModuleTranslators CreateDefault() => new ModuleTranslators()
        .Register<Sequential>(SequentialTranslator.Translate)
        .Register<Linear>(LinearTranslator.Translate)
        .Register<Conv2d>(Conv2dTranslator.Translate)
        .Register<ConvTranspose2d>(ConvTranspose2dTranslator.Translate)
        .Register<BatchNorm2d>(BatchNorm2dTranslator.Translate)
        .Register<ReLU>(ActivationTranslators.TranslateReLU)
        .Register<LeakyReLU>(ActivationTranslators.TranslateLeakyReLU)
        .Register<ELU>(ActivationTranslators.TranslateELU)
        .Register<SiLU>(ActivationTranslators.TranslateSiLU)
        .Register<Softplus>(ActivationTranslators.TranslateSoftplus)
        .Register<Sigmoid>(ActivationTranslators.TranslateSigmoid)
        .Register<Tanh>(ActivationTranslators.TranslateTanh)
        .Register<Flatten>(FlattenTranslator.Translate)
        .Register<Unflatten>(UnflattenTranslator.Translate)
        // In evaluation mode both hand their input on.
        .Register<Dropout>((_, input, _) => input)
        .Register<Identity>((_, input, _) => input);

    /// <summary>Adds the translator of a module type, or replaces it.</summary>
    /// <returns>This set, so that calls can be chained.</returns>
    public ModuleTranslators Register<TModule>(ModuleTranslator<TModule> translator)
        where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(translator);
        _translators[typeof(TModule)] = (module, input, scope) => translator((TModule)module, input, scope);
        return this;
    }

    /// <summary>The translator for a module's exact type.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">Its path, for the error.</param>
    /// <exception cref="ExportException">There is none.</exception>
    public ModuleTranslator<Module> Find(Module module, string path)
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
