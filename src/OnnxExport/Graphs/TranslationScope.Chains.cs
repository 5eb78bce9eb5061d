namespace VaePipeline.OnnxExport.Graphs;

/// <content>Chains, in which a BatchNorm becomes part of the layer before it.</content>
public sealed partial class TranslationScope
{
    private ChannelScale? _following;
    private bool _isFollowingTaken;

    /// <summary>
    /// Writes modules of which each gets the output of the one before it. A BatchNorm2d right behind Conv2d,
    /// ConvTranspose2d or Linear and Unflatten, and a BatchNorm1d right behind Linear, is folded into their weights (in
    /// float64), in plain graphs too; any other becomes an operator. So give modules that follow one another in one call.
    /// </summary>
    /// <param name="input">What flows into the first.</param>
    /// <param name="modules">The modules with their names here; none: the input flows out.</param>
    /// <returns>What flows out of the last.</returns>
    /// <exception cref="ExportException">One of them, or a module below it, cannot be translated.</exception>
    public GraphValue Chain(GraphValue input, params IEnumerable<(string Name, Module Module)> modules)
    {
        ArgumentNullException.ThrowIfNull(input);
        (string Name, Module Module)[] links = [.. modules];
        Module[] chain = [.. links.Select(link => link.Module)];
        var folded = -1;
        for (var index = 0; index < links.Length; index++)
        {
            if (index == folded)
            {
                continue;
            }

            var (scope, translator) = Enter(links[index].Name, chain[index]);
            var follower = BatchNormFolding.FollowerOf(chain, index, input.Shape.Rank);
            var place = follower is { } norm ? Enter(links[norm.Index].Name, norm.Module).Scope : scope;
            scope._following = follower is null ? null : ChannelScale.Of(follower.Value.Module, place);
            var output = Run(scope, translator, chain[index], input);
            var last = index;
            if (follower is { } taken && scope._isFollowingTaken)
            {
                place.Note("folded", $"into the weights of {scope._where}");
                folded = last = taken.Index;
            }

            _steps.Add(new LayerStep(scope._where, chain[index..(last + 1)], input, output));
            input = output;
        }

        return input;
    }

    /// <summary>The BatchNorm behind this layer, if any. Whoever takes it multiplies it into the weights, and no operator is written for it.</summary>
    internal ChannelScale? TakeFollowing()
    {
        _isFollowingTaken = _following is not null;
        return _following;
    }
}
