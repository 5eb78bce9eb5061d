using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>The settings of the engine's sessions that an environment keeps.</summary>
public static class OnnxSessionOptionsExtensions
{
    private const string OptionName = "OnnxSessionOptions";

    /// <returns>Null if none were set, against what the type says, as in the real package.</returns>
    public static OnnxSessionOptions GetOnnxSessionOption(this IHostEnvironment env) => Internal(env).GetOptionOrDefault<OnnxSessionOptions>(OptionName);

    public static void SetOnnxSessionOption(this IHostEnvironment env, OnnxSessionOptions onnxSessionOptions) => Internal(env).SetOption(OptionName, onnxSessionOptions);

    private static IHostEnvironmentInternal Internal(IHostEnvironment environment) =>
        environment as IHostEnvironmentInternal ?? throw new ArgumentException("No Onnx Session Options");
}
