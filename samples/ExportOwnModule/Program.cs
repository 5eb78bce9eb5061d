using TorchSharp.Modules;
using VaePipeline.OnnxExport;
using VaePipeline.OnnxExport.Graphs;

// Exports a TorchSharp network that has modules of its own: one with a translator, one that describes its data flow.
// Run from the root of the checkout: dotnet run --project samples/ExportOwnModule -- network.onnx
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

if (args is not [string path])
{
    Console.Error.WriteLine("usage: ExportOwnModule OUTPUT.onnx");
    return 2;
}

manual_seed(1);
using var network = Sequential(
    ("first", Linear(2, 8)),
    ("sine", new Sine(8)),
    ("gate", new Gate(8)),
    ("last", Linear(8, 3)));
network.eval();

// A module that computes something of its own gets a translator: its formula in ONNX operators, beside those of the
// layers that are known. Weight names the parameter as the weight file does, and refuses NaN.
var translators = ModuleTranslators.CreateDefault().Register<Sine>((module, input, scope) =>
{
    var scaled = scope.Node("Mul", [input.Name, scope.Weight("frequency", module.frequency)], input.Shape);
    return scope.Elementwise("Sin", scaled);
});

// The file appears only after ONNX Runtime gave the same as the network, so a wrong formula is found here.
OnnxExportReport report = OnnxExporter.Export(
    network, new BatchShape(2), path, new OnnxExportOptions { GraphName = "network", Translators = translators });
Console.WriteLine($"{report.Path}: output {report.OutputShape}, equal to the network's within 1E-5");
return 0;

/// <summary>sin(frequency * x), a frequency for each column.</summary>
internal sealed class Sine : Module<Tensor, Tensor>
{
    // Its name is the key in the weight file.
    internal readonly Parameter frequency;

    public Sine(long columns)
        : base(nameof(Sine))
    {
        frequency = new Parameter((rand(columns) + 1).DetachFromDisposeScope());
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scaled = input * frequency;
        return scaled.sin();
    }
}

/// <summary>x * sigmoid(W x + b): made of modules that are known, so it needs no translator.</summary>
internal sealed class Gate : Module<Tensor, Tensor>, IDescribesDataFlow
{
    private readonly Module<Tensor, Tensor> _body;

    public Gate(long columns)
        : base(nameof(Gate))
    {
        _body = Sequential(Linear(columns, columns), Sigmoid());
        register_module("body", _body);
    }

    public override Tensor forward(Tensor input)
    {
        using var gate = _body.call(input);
        return input * gate;
    }

    public GraphValue Describe(GraphValue input, TranslationScope scope) =>
        scope.Multiply(input, scope.Translate("body", _body, input));
}
