using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Opens sessions of the engine as an environment and a model's options ask.</summary>
internal static class OnnxSessions
{
    public static InferenceSession Open(IHostEnvironment environment, string modelFile, OnnxModelSource source)
    {
        OnnxSessionOptions settings = environment is IHostEnvironmentInternal ? environment.GetOnnxSessionOption() ?? new OnnxSessionOptions() : new OnnxSessionOptions();
        if (!settings.PerSessionThreads && !OrtEnv.IsCreated)
            ShareThreads(settings);
        if (settings.CreateSessionOptions is { } create)
            return new InferenceSession(modelFile, create()); // The options stay the caller's, who may use them again.
        if (source.GpuDeviceId is not { } device)
            return OpenOnCpu(modelFile, source, settings);
        try
        {
            using SessionOptions options = SessionOptions.MakeSessionOptionWithCudaProvider(device);
            return Open(modelFile, source, settings, options);
        }
        catch (OnnxRuntimeException) when (source.FallbackToCpu)
        {
            return OpenOnCpu(modelFile, source, settings);
        }
    }

    private static InferenceSession OpenOnCpu(string modelFile, OnnxModelSource source, OnnxSessionOptions settings)
    {
        using var options = new SessionOptions();
        return Open(modelFile, source, settings, options);
    }

    private static InferenceSession Open(string modelFile, OnnxModelSource source, OnnxSessionOptions settings, SessionOptions options)
    {
        settings.CopyTo(options);
        options.InterOpNumThreads = source.InterOpNumThreads ?? settings.InterOpNumThreads;
        options.IntraOpNumThreads = source.IntraOpNumThreads ?? settings.IntraOpNumThreads;
        return new InferenceSession(modelFile, options);
    }

    /// <summary>Makes the engine's environment with threads for all sessions; it can be made once in a process.</summary>
    private static void ShareThreads(OnnxSessionOptions settings)
    {
        using var threads = new OrtThreadingOptions
        {
            GlobalInterOpNumThreads = settings.GlobalInterOpNumThreads,
            GlobalIntraOpNumThreads = settings.GlobalIntraOpNumThreads,
        };
        var options = new EnvironmentCreationOptions { threadOptions = threads };
        OrtEnv.CreateInstanceWithOptions(ref options);
    }
}
