using TorchSharp.Modules;

namespace VaePipeline.OnnxExport.Layers;

/// <summary>Functions of each element, and softmax. Whether a module works in place makes no difference to a graph.</summary>
internal static class ActivationTranslators
{
    public static GraphValue TranslateReLU(ReLU module, GraphValue input, TranslationScope scope) => Unary("Relu", input, scope);

    public static GraphValue TranslateReLU6(ReLU6 module, GraphValue input, TranslationScope scope) =>
        scope.Node("Clip", [input.Name, scope.Constant("minimum", [], 0), scope.Constant("maximum", [], 6)], input.Shape);

    /// <summary>With the two constants of Klambauer et al. 2017, which both sides have.</summary>
    public static GraphValue TranslateSELU(SELU module, GraphValue input, TranslationScope scope) => Unary("Selu", input, scope);

    /// <summary>min(max(x / 6 + 1/2, 0), 1).</summary>
    public static GraphValue TranslateHardsigmoid(Hardsigmoid module, GraphValue input, TranslationScope scope) =>
        Unary("HardSigmoid", input, scope, OnnxAttribute.Float("alpha", 1.0 / 6), OnnxAttribute.Float("beta", 0.5));

    /// <summary>x * tanh(ln(1 + exp(x))).</summary>
    public static GraphValue TranslateMish(Mish module, GraphValue input, TranslationScope scope) =>
        scope.Multiply(input, Unary("Tanh", Unary("Softplus", input, scope), scope));

    public static GraphValue TranslateSigmoid(Sigmoid module, GraphValue input, TranslationScope scope) => Unary("Sigmoid", input, scope);

    public static GraphValue TranslateTanh(Tanh module, GraphValue input, TranslationScope scope) => Unary("Tanh", input, scope);

    public static GraphValue TranslateLeakyReLU(LeakyReLU module, GraphValue input, TranslationScope scope) =>
        Unary("LeakyRelu", input, scope, OnnxAttribute.Float("alpha", module.negative_slope));

    public static GraphValue TranslateELU(ELU module, GraphValue input, TranslationScope scope) =>
        Unary("Elu", input, scope, OnnxAttribute.Float("alpha", module.alpha));

    /// <summary>x * sigmoid(x).</summary>
    public static GraphValue TranslateSiLU(SiLU module, GraphValue input, TranslationScope scope)
    {
        var gate = Unary("Sigmoid", input, scope);
        return scope.Multiply(input, gate);
    }

    /// <summary>x (1 + erf(x / √2)) / 2, in the order of operators that ONNX Runtime fuses; or with a tanh in place of erf, as PyTorch approximates it.</summary>
    public static GraphValue TranslateGELU(GELU module, GraphValue input, TranslationScope scope)
    {
        var share = module.approximate == GELU.Approximate.tanh
            ? Unary("Tanh", Cubic(), scope)
            : Unary("Erf", scope.Node("Div", [input.Name, scope.Constant("root_of_two", [], (float)Math.Sqrt(2))], input.Shape), scope);
        var sum = scope.Node("Add", [share.Name, scope.Constant("one", [], 1)], input.Shape);
        var doubled = scope.Multiply(input, sum);
        return scope.Node("Mul", [doubled.Name, scope.Constant("half", [], 0.5f)], input.Shape);

        // √(2 / π) (x + 0.044715 x³)
        GraphValue Cubic()
        {
            var square = scope.Multiply(input, input);
            var scaled = scope.Node("Mul", [square.Name, scope.Constant("cubic", [], 0.044715f)], input.Shape);
            var factor = scope.Node("Add", [scaled.Name, scope.Constant("linear", [], 1)], input.Shape);
            var sum = scope.Multiply(input, factor);
            return scope.Node("Mul", [sum.Name, scope.Constant("root_of_two_over_pi", [], (float)Math.Sqrt(2 / Math.PI))], input.Shape);
        }
    }

    public static GraphValue TranslateHardswish(Hardswish module, GraphValue input, TranslationScope scope) => Unary("HardSwish", input, scope);

    /// <summary>ln(1 + exp(beta x)) / beta, and x itself where beta x is above the threshold.</summary>
    public static GraphValue TranslateSoftplus(Softplus module, GraphValue input, TranslationScope scope)
    {
        if (module.beta == 0)
        {
            throw scope.Unsupported("beta is 0", "any other number", "Softplus divides by beta: choose another one.");
        }

        var scaled = input;
        var beta = "";
        if (module.beta != 1)
        {
            beta = scope.Constant("beta", [], (float)module.beta);
            scaled = scope.Node("Mul", [input.Name, beta], input.Shape);
        }

        var result = Unary("Softplus", scaled, scope);
        if (module.beta != 1)
        {
            result = scope.Node("Div", [result.Name, beta], input.Shape);
        }

        // From 20 on the two branches differ by less than float32 can show: ln(1 + e^-20) = 2e-9 beside 20.
        if (module.threshold >= 20)
        {
            return result;
        }

        var threshold = scope.Constant("threshold", [], (float)module.threshold);
        var isAbove = scope.Node("Greater", [scaled.Name, threshold], input.Shape, elementType: OnnxElementType.Bool);
        return scope.Node("Where", [isAbove.Name, input.Name, result.Name], input.Shape);
    }

    public static GraphValue TranslateSoftmax(Softmax module, GraphValue input, TranslationScope scope) =>
        scope.Node("Softmax", input, input.Shape, OnnxAttribute.Int("axis", AxisOf(module.dim, input, scope)));

    public static GraphValue TranslateLogSoftmax(LogSoftmax module, GraphValue input, TranslationScope scope) =>
        scope.Node("LogSoftmax", input, input.Shape, OnnxAttribute.Int("axis", AxisOf(module.dim, input, scope)));

    private static long AxisOf(long dim, GraphValue input, TranslationScope scope)
    {
        var axis = dim < 0 ? dim + input.Shape.Rank : dim;
        return axis >= 1 && axis < input.Shape.Rank
            ? axis
            : throw scope.Unsupported(
                FormattableString.Invariant($"dim is {dim}, for the input {input.Shape}"),
                "an axis behind N",
                "Normalize items by themselves, not over the batch.");
    }

    private static GraphValue Unary(string operatorType, GraphValue input, TranslationScope scope, params OnnxAttribute[] attributes) =>
        scope.Elementwise(operatorType, input, attributes);
}
