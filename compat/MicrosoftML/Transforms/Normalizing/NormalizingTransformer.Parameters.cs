using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Transforms;

[SuppressMessage("Design", "CA1034", Justification = "Nested in the real package.")]
public sealed partial class NormalizingTransformer
{
    /// <summary>What was learned of a column.</summary>
    public abstract class NormalizerModelParametersBase
    {
        private protected NormalizerModelParametersBase()
        {
        }
    }

    /// <summary>Of (value - offset) * scale.</summary>
    /// <typeparam name="TData">The column's number type, or an immutable array of it for vectors.</typeparam>
    public sealed class AffineNormalizerModelParameters<TData> : NormalizerModelParametersBase
    {
        internal AffineNormalizerModelParameters(TData scale, TData offset)
        {
            Scale = scale;
            Offset = offset;
        }

        public TData Scale { get; }

        /// <summary>For vectors, empty where all are zero.</summary>
        public TData Offset { get; }
    }

    /// <summary>Of a normal distribution.</summary>
    /// <typeparam name="TData">The column's number type, or an immutable array of it for vectors.</typeparam>
    public sealed class CdfNormalizerModelParameters<TData> : NormalizerModelParametersBase
    {
        internal CdfNormalizerModelParameters(TData mean, TData standardDeviation, bool useLog)
        {
            Mean = mean;
            StandardDeviation = standardDeviation;
            UseLog = useLog;
        }

        public TData Mean { get; }

        public TData StandardDeviation { get; }

        public bool UseLog { get; }
    }
}
