namespace VaePipeline.OnnxExport.Graphs;

/// <summary>Writes what one module computes in evaluation mode into a graph.</summary>
/// <typeparam name="TModule">The module's exact type; types derived from it have their own forward.</typeparam>
/// <param name="module">The module. Its weights are copied; it stays the caller's.</param>
/// <param name="input">What flows into it.</param>
/// <param name="scope">Adds nodes and weights under the module's path, and makes the errors that name it.</param>
/// <returns>What flows out of it; <paramref name="input"/> itself where it changes nothing.</returns>
/// <exception cref="ExportException">The input's shape does not fit, or a setting has no counterpart.</exception>
public delegate GraphValue ModuleTranslator<in TModule>(TModule module, GraphValue input, TranslationScope scope)
    where TModule : Module;

/// <summary>A module's translator.</summary>
/// <param name="Translate">The translator.</param>
/// <param name="Tiles">What it does with an image that is held in phases.</param>
internal sealed record FoundTranslator(ModuleTranslator<Module> Translate, TileSupport Tiles);

/// <summary>What a translator does with an image that is held in phases, a <see cref="TiledValue"/>.</summary>
internal enum TileSupport
{
    /// <summary>It gets the whole image.</summary>
    Whole,

    /// <summary>It is a function of single elements, and is called for each part.</summary>
    Elementwise,

    /// <summary>It gets the phases as they are.</summary>
    Own,
}
