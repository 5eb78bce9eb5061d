using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML;

/// <summary>
/// Estimators that apply an ONNX model to each row. Columns are called as the model's tensors; without names, all inputs and outputs
/// are used. A stream is read from its start and stays the caller's.
/// </summary>
public static class OnnxCatalog
{
    private const int DefaultRecursionLimit = 100;

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Make(catalog, new OnnxModelSource { ModelFile = modelFile, Inputs = [], Outputs = [] }, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, Stream modelBytes, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Make(catalog, new OnnxModelSource { Bytes = modelBytes, Inputs = [], Outputs = [] }, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string modelFile, IDictionary<string, int[]>? shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Make(catalog, new OnnxModelSource { ModelFile = modelFile, Inputs = [], Outputs = [] }, shapeDictionary, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, Stream modelBytes, IDictionary<string, int[]>? shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        Make(catalog, new OnnxModelSource { Bytes = modelBytes, Inputs = [], Outputs = [] }, shapeDictionary, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        catalog.ApplyOnnxModel([outputColumnName], [inputColumnName], modelFile, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, Stream modelBytes, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        catalog.ApplyOnnxModel([outputColumnName], [inputColumnName], modelBytes, gpuDeviceId, fallbackToCpu);

    /// <summary>The only way to set the number of threads.</summary>
    public static OnnxScoringEstimator ApplyOnnxModel(this TransformsCatalog catalog, OnnxOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var source = new OnnxModelSource
        {
            ModelFile = options.ModelFile,
            Inputs = options.InputColumns,
            Outputs = options.OutputColumns,
            RecursionLimit = options.RecursionLimit,
            InterOpNumThreads = options.InterOpNumThreads,
            IntraOpNumThreads = options.IntraOpNumThreads,
        };
        return Make(catalog, source, options.ShapeDictionary, options.GpuDeviceId, options.FallbackToCpu);
    }

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string modelFile, IDictionary<string, int[]>? shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        catalog.ApplyOnnxModel([outputColumnName], [inputColumnName], modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, Stream modelBytes, IDictionary<string, int[]>? shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        catalog.ApplyOnnxModel([outputColumnName], [inputColumnName], modelBytes, shapeDictionary, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        catalog.ApplyOnnxModel(outputColumnNames, inputColumnNames, modelFile, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, Stream modelBytes, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        catalog.ApplyOnnxModel(outputColumnNames, inputColumnNames, modelBytes, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, string modelFile, IDictionary<string, int[]>? shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        catalog.ApplyOnnxModel(outputColumnNames, inputColumnNames, modelFile, shapeDictionary, gpuDeviceId, fallbackToCpu, DefaultRecursionLimit);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string[] outputColumnNames, string[] inputColumnNames, Stream modelBytes, IDictionary<string, int[]>? shapeDictionary, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        catalog.ApplyOnnxModel(outputColumnNames, inputColumnNames, modelBytes, shapeDictionary, gpuDeviceId, fallbackToCpu, DefaultRecursionLimit);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        string modelFile,
        IDictionary<string, int[]>? shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        int recursionLimit = DefaultRecursionLimit)
    {
        var source = new OnnxModelSource { ModelFile = modelFile, Inputs = inputColumnNames, Outputs = outputColumnNames, RecursionLimit = recursionLimit };
        return Make(catalog, source, shapeDictionary, gpuDeviceId, fallbackToCpu);
    }

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        Stream modelBytes,
        IDictionary<string, int[]>? shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        int recursionLimit = DefaultRecursionLimit)
    {
        var source = new OnnxModelSource { Bytes = modelBytes, Inputs = inputColumnNames, Outputs = outputColumnNames, RecursionLimit = recursionLimit };
        return Make(catalog, source, shapeDictionary, gpuDeviceId, fallbackToCpu);
    }

    /// <summary>Completes the source by the shapes and, unless the caller chose, the environment's GPU.</summary>
    private static OnnxScoringEstimator Make(TransformsCatalog catalog, OnnxModelSource source, IDictionary<string, int[]>? shapes, int? gpuDeviceId, bool fallbackToCpu)
    {
        IHostEnvironment environment = catalog.GetEnvironment();
        if (gpuDeviceId is null && environment is IHostEnvironmentInternal { GpuDeviceId: { } device } settings)
            (gpuDeviceId, fallbackToCpu) = (device, settings.FallbackToCpu);
        return new OnnxScoringEstimator(environment, source with
        {
            Shapes = shapes is null ? new Dictionary<string, int[]>() : new Dictionary<string, int[]>(shapes),
            GpuDeviceId = gpuDeviceId,
            FallbackToCpu = fallbackToCpu,
        });
    }
}
