namespace VaePipeline.Training.Networks;

/// <summary>
/// Keras' default initialization: weights uniform in ±sqrt(6 / (fan in + fan out)) (Glorot and Bengio 2010,
/// equation 16), biases zero.
/// </summary>
internal static class GlorotUniform
{
    /// <summary>Overwrites every parameter of a module, in the order of <c>named_parameters()</c>.</summary>
    /// <param name="module">Its parameters with two or more axes are weights, the others biases.</param>
    /// <param name="seed">Decides the weights; the global generator is left alone.</param>
    public static void Initialize(nn.Module module, long seed)
    {
        using var generator = new Generator((ulong)seed);
        using var noGradient = no_grad();
        foreach (var (_, parameter) in module.named_parameters())
        {
            long[] shape = parameter.shape;
            if (shape.Length < 2)
            {
                parameter.zero_();
                continue;
            }

            // [out, in, kernel…] or, transposed, [in, out, kernel…]: the sum of the fans is the same.
            long kernel = shape.Skip(2).Aggregate(1L, (product, size) => product * size);
            double bound = Math.Sqrt(6.0 / ((shape[0] + shape[1]) * kernel));
            parameter.uniform_(-bound, bound, generator);
        }
    }
}
