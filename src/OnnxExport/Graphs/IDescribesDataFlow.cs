namespace VaePipeline.OnnxExport.Graphs;

/// <summary>
/// A module made of other modules that tells the exporter how values flow between them, and so needs no translator.
/// Its own forward cannot be read; <see cref="Describe"/> says the same with the exporter's means:
/// <code>
/// public override Tensor forward(Tensor input) { using var change = body.call(input); return input + change; }
/// public GraphValue Describe(GraphValue input, TranslationScope scope) => scope.Add(input, scope.Translate("body", body, input));
/// </code>
/// </summary>
public interface IDescribesDataFlow
{
    /// <summary>Writes what the module computes in evaluation mode.</summary>
    /// <param name="input">What flows in.</param>
    /// <param name="scope">
    /// Translates modules (<see cref="TranslationScope.Translate"/>) and joins values (<see cref="TranslationScope.Add"/>,
    /// <see cref="TranslationScope.Concat"/>, <see cref="TranslationScope.Elementwise"/>, <see cref="TranslationScope.Reshape"/>).
    /// Values may be images in phases, which these methods take as they are; the name of a value is that of its
    /// <see cref="TranslationScope.Whole"/>.
    /// </param>
    /// <returns>What flows out.</returns>
    /// <exception cref="ExportException">The input's shape does not fit, or a module cannot be translated.</exception>
    GraphValue Describe(GraphValue input, TranslationScope scope);
}
