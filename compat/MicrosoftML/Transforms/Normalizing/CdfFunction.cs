using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>
/// The normal distribution function, by Winitzki's approximation of erf (2008): good to 2e-4. A slot without deviation, and a
/// value that is not finite, give 0; so does a value that a sparse vector leaves out.
/// </summary>
internal sealed class CdfFunction<T>(bool isVector, T[] mean, T[] deviation) : NormalizerFunction<T>(isVector, mean.Length)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public const string Loader = "CdfNormalizeFunction";

    private static readonly ModelVersion Version = new("CDFNORMF", 0x00010001, 0x00010001, 0x00010001, Loader);

    public override NormalizingTransformer.NormalizerModelParametersBase Parameters => IsVector
        ? new NormalizingTransformer.CdfNormalizerModelParameters<ImmutableArray<T>>([.. mean], [.. deviation], useLog: false)
        : new NormalizingTransformer.CdfNormalizerModelParameters<T>(mean[0], deviation[0], useLog: false);

    protected override bool KeepsZero => true;

    public static CdfFunction<T> Read(ModelLoadContext context, DataViewType type)
    {
        context.CheckVersion(Version);
        CheckValueSize(context);
        ModelEntryFormat.Require(!context.Reader.ReadBoolean(), "The model normalizes logarithms, which is not done here");
        int size = context.ReadCount(1);
        CheckSize(size, SizeOf(type));
        return new CdfFunction<T>(type is VectorDataViewType, ReadValues(context, size), ReadValues(context, size));
    }

    public override void Save(ModelSaveContext ctx)
    {
        ctx.SetVersion(Version);
        ctx.Writer.Write(Unsafe.SizeOf<T>());
        ctx.Writer.Write(false); // Of logarithms?
        ctx.Writer.Write(mean.Length);
        WriteValues(ctx, mean);
        WriteValues(ctx, deviation);
        SaveText(ctx, "CdfNormalizer.txt",
            [$"NumNormalizationFeatures={mean.Length}", "Log=False", .. mean.Select((value, i) => Line(value, deviation[i]))]);
    }

    protected override T Apply(int slot, T value)
    {
        if (deviation[slot] <= T.Epsilon || !T.IsFinite(value))
            return T.Zero;
        T x = (value - mean[slot]) / deviation[slot];
        T half = x * x / T.CreateChecked(2);
        T scaled = T.CreateChecked(0.147) * half;
        double exponent = double.CreateChecked(-half) * (4 / Math.PI + double.CreateChecked(scaled)) / double.CreateChecked(T.One + scaled);
        return T.CreateChecked(0.5 + 0.5 * T.Sign(x) * Math.Sqrt(1 - Math.Exp(exponent)));
    }
}
