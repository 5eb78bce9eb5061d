using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>(value - offset) * scale.</summary>
internal sealed class AffineFunction<T> : NormalizerFunction<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public const string Loader = "AffineNormExec";

    private const int AllSlots = -1;

    private static readonly ModelVersion Version = new("AFF NORM", 0x00010003, 0x00010003, 0x00010003, Loader);

    private readonly T[] _scale;
    private readonly T[]? _offset;

    /// <param name="isVector">Whether the column holds vectors.</param>
    /// <param name="scale">One for each slot.</param>
    /// <param name="offset">One for each slot; null: all are zero.</param>
    public AffineFunction(bool isVector, T[] scale, T[]? offset)
        : base(isVector, scale.Length)
    {
        _scale = scale;
        // A scalar keeps its zero, as ML.NET writes it.
        _offset = isVector && offset is not null && Array.TrueForAll(offset, value => value == T.Zero) ? null : offset;
    }

    public override NormalizingTransformer.NormalizerModelParametersBase Parameters => IsVector
        ? new NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<T>>([.. _scale], [.. _offset ?? []])
        : new NormalizingTransformer.AffineNormalizerModelParameters<T>(_scale[0], OffsetOf(0));

    protected override bool KeepsZero => _offset is null;

    public static AffineFunction<T> Read(ModelLoadContext context, DataViewType type)
    {
        context.CheckVersion(Version);
        CheckValueSize(context);
        int size = context.Reader.ReadInt32();
        CheckSize(size, SizeOf(type));
        int listed = context.Reader.ReadInt32();
        ModelEntryFormat.Require(listed >= AllSlots && listed < size, "Corrupt model file");
        int[] slots = [.. Enumerable.Range(0, listed == AllSlots ? size : listed).Select(i => listed == AllSlots ? i : context.Reader.ReadInt32())];
        ModelEntryFormat.Require(Array.TrueForAll(slots, slot => (uint)slot < (uint)size), "Corrupt model file");

        // Slots that are not listed stay as they are.
        T[] scale = Spread(context, slots, size, T.One) ?? throw new FormatException("Corrupt model file");
        T[]? offset = Spread(context, slots, size, T.Zero);
        return new AffineFunction<T>(type is VectorDataViewType, scale, offset);
    }

    public override void Save(ModelSaveContext ctx)
    {
        ctx.SetVersion(Version);
        ctx.Writer.Write(Unsafe.SizeOf<T>());
        ctx.Writer.Write(_scale.Length);
        ctx.Writer.Write(AllSlots);
        ctx.Writer.Write(_scale.Length);
        WriteValues(ctx, _scale);
        ctx.Writer.Write(_offset?.Length ?? 0);
        WriteValues(ctx, _offset);
        SaveText(ctx, "AffineNormalizer.txt",
            [$"NumNormalizationFeatures={_scale.Length}", .. _scale.Select((scale, i) => Line(i, OffsetOf(i), scale)), ""]);
    }

    protected override T Apply(int slot, T value) => _offset is null ? value * _scale[slot] : (value - _offset[slot]) * _scale[slot];

    private T OffsetOf(int slot) => _offset is null ? T.Zero : _offset[slot];

    private static T[]? Spread(ModelLoadContext context, int[] slots, int size, T other)
    {
        int count = context.ReadCount(1);
        if (count == 0 && slots.Length > 0)
            return null;
        ModelEntryFormat.Require(count == slots.Length, "Corrupt model file");
        T[] listed = ReadValues(context, count);
        var values = new T[size];
        Array.Fill(values, other);
        for (int i = 0; i < slots.Length; i++)
            values[slots[i]] = listed[i];
        return values;
    }
}
