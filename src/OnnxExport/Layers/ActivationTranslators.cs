namespace VaePipeline.OnnxExport.Layers;

/// <summary>Functions of each element, and softmax. Whether a module works in place makes no difference to a graph.</summary>
internal static class ActivationTranslators
{
    /// <summary>The translator of a module that one operator computes.</summary>
    /// <param name="operatorType">The operator, as <c>Relu</c>.</param>
    /// <param name="attributes">Its attributes.</param>
    public static ModuleTranslator<Module> To(string operatorType, params OnnxAttribute[] attributes) =>
        (_, input, scope) => scope.Elementwise(operatorType, input, attributes);

    public static GraphValue TranslateReLU6(ReLU6 module, GraphValue input, TranslationScope scope) =>
        scope.Node("Clip", [input.Name, scope.Constant("minimum", [], 0), scope.Constant("maximum", [], 6)], input.Shape);

    /// <summary>x * tanh(ln(1 + exp(x))).</summary>
    public static GraphValue TranslateMish(Mish module, GraphValue input, TranslationScope scope) =>
        scope.Multiply(input, scope.Elementwise("Tanh", scope.Elementwise("Softplus", input)));

    /// <summary>x * sigmoid(x).</summary>
    public static GraphValue TranslateSiLU(SiLU module, GraphValue input, TranslationScope scope) =>
        scope.Multiply(input, scope.Elementwise("Sigmoid", input));

    /// <summary>x (1 + erf(x / √2)) / 2, in the order of operators that ONNX Runtime fuses; or with a tanh in place of erf, as PyTorch approximates it.</summary>
    public static GraphValue TranslateGELU(GELU module, GraphValue input, TranslationScope scope)
    {
        var share = module.approximate == GELU.Approximate.tanh
            ? scope.Elementwise("Tanh", Cubic())
            : scope.Elementwise("Erf", scope.Node("Div", [input.Name, scope.Constant("root_of_two", [], (float)Math.Sqrt(2))], input.Shape));
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

        var result = scope.Elementwise("Softplus", scaled);
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
        Normalize("Softmax", module.dim, input, scope);

    public static GraphValue TranslateLogSoftmax(LogSoftmax module, GraphValue input, TranslationScope scope) =>
        Normalize("LogSoftmax", module.dim, input, scope);

    private static GraphValue Normalize(string operatorType, long dim, GraphValue input, TranslationScope scope)
    {
        var axis = scope.AxisOf("dim", dim, input, "an axis behind N", "Normalize items by themselves, not over the batch.");
        return scope.Node(operatorType, input, input.Shape, OnnxAttribute.Int("axis", axis));
    }
}
