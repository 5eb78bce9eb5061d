using static TorchSharp.torch;

namespace VaePipeline.OnnxExport.Layers;

/// <summary>
/// Nearest and bilinear Upsample of images: Resize where both axes grow by a whole factor, and otherwise tables of the
/// pixels (Gather) or of their weights (MatMul), since Resize would round other sizes in its own way.
/// </summary>
internal static class UpsampleTranslator
{
    public static GraphValue Translate(Upsample module, GraphValue input, TranslationScope scope)
    {
        if (module.mode is not (UpsampleMode.Nearest or UpsampleMode.Bilinear))
        {
            throw scope.Unsupported(
                $"mode is {module.mode}", $"{UpsampleMode.Nearest} or {UpsampleMode.Bilinear}", "Use one of them, or register a translator of your own for this layer.");
        }

        scope.RequireImage(input);
        var isLinear = module.mode == UpsampleMode.Bilinear;
        var areCornersAligned = module.align_corners ?? false;
        if (module.align_corners is { } aligned && !isLinear)
        {
            throw scope.Unsupported($"align_corners is {aligned}", $"none for {UpsampleMode.Nearest}", "Leave it out: it has a meaning for Bilinear only.");
        }

        var (rows, columns) = Axes(module, input, scope);
        var shape = new BatchShape(input.Shape[1], rows.OutputSize, columns.OutputSize);
        if (rows.WholeFactor is { } height && columns.WholeFactor is { } width && !areCornersAligned)
        {
            return Resize(isLinear, height, width);
        }

        return isLinear
            ? AxisTable.Write(input, rows.Linear(areCornersAligned), columns.Linear(areCornersAligned), scope)
            : Take(Take(input, 2, rows), 3, columns);

        GraphValue Resize(bool isLinear, long height, long width) => scope.Node(
            "Resize",
            [input.Name, "", scope.Constant("scales", [4], 1, 1, height, width)],
            shape,
            isLinear
                ? [OnnxAttribute.String("mode", "linear"), OnnxAttribute.String("coordinate_transformation_mode", "half_pixel")]
                :
                [
                    OnnxAttribute.String("mode", "nearest"),
                    OnnxAttribute.String("coordinate_transformation_mode", "asymmetric"),
                    OnnxAttribute.String("nearest_mode", "floor"),
                ]);

        GraphValue Take(GraphValue value, int axis, UpsampleAxis pixels) => scope.Node(
            "Gather", [value.Name, scope.Indices("pixels", pixels.Nearest())], value.Shape.With(axis, pixels.OutputSize), [OnnxAttribute.Int("axis", axis)]);
    }

    private static (UpsampleAxis Rows, UpsampleAxis Columns) Axes(Upsample module, GraphValue input, TranslationScope scope)
    {
        var size = module.size.ToArray();
        var factors = module.scale_factor.ToArray();
        if ((size.Length == 0) == (factors.Length == 0) || size.Length is not (0 or 2) || factors.Length is not (0 or 2)
            || size.Any(pixels => pixels < 1) || factors.Any(factor => !(factor > 0 && double.IsFinite(factor))))
        {
            throw scope.Unsupported(
                Invariant($"size is {ElementIndex.FormatShape(size)} and scale_factor is [{string.Join(", ", factors.Select(factor => Invariant($"{factor}")))}]"),
                "two sizes, or two factors above 0",
                "Give either the rows and columns of the output, or how often each is as large as the input's: TorchSharp spreads no single factor over both.");
        }

        return (Axis(0), Axis(1));

        UpsampleAxis Axis(int axis)
        {
            var pixels = input.Shape[axis + 2];
            if (size.Length == 2)
            {
                return new UpsampleAxis(pixels, size[axis], null);
            }

            var factor = factors[axis];
            var enlarged = (long)Math.Floor(pixels * factor);
            return enlarged >= 1
                ? new UpsampleAxis(pixels, enlarged, module.recompute_scale_factor == true ? null : factor)
                : throw scope.ShapeMismatch(input, Invariant($"at least {1 / factor} {(axis == 0 ? "rows" : "columns")} for scale_factor {factor}"));
        }
    }
}
