namespace VaePipeline.Cli.Tests;

/// <summary>The decoders of Data/; make_models.py there says what each pixel is.</summary>
internal static class TestDecoders
{
    /// <summary>Latent 2, image 1x2x2: z0, z1, 1 - z0, 1.</summary>
    public static string Plane => PathOf("decoder");

    /// <summary>The same, with bytes as output.</summary>
    public static string PlaneBytes => PathOf("decoder-uint8");

    /// <summary>Latent 2, image 3x1x2: red z0, green z1, blue 1 then 0.</summary>
    public static string Colour => PathOf("decoder-rgb");

    /// <summary>Latent 3, image 1x1x3: z0, z1, z2.</summary>
    public static string Latent3 => PathOf("decoder-latent-3");

    /// <summary>The plane's graph without the facts that the exporter writes.</summary>
    public static string Foreign => PathOf("foreign");

    /// <summary>An encoder: image 1x2x2, the upper pixels are the mean, the lower ones the log-variance.</summary>
    public static string Encoder => PathOf("encoder");

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name + ".onnx");
}
