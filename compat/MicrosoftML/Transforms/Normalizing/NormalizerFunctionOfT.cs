using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>What a normalizer does to the values of one column, slot by slot.</summary>
/// <param name="isVector">Whether the column holds vectors.</param>
/// <param name="size">Number of slots; 1 for scalars.</param>
internal abstract class NormalizerFunction<T>(bool isVector, int size) : NormalizerFunction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    protected bool IsVector => isVector;

    /// <summary>Whether zero stays zero in every slot, so that a sparse vector's missing values need no work.</summary>
    protected abstract bool KeepsZero { get; }

    public override Delegate MakeGetter(DataViewRow input, DataViewSchema.Column column)
    {
        if (isVector)
            return MakeVectorGetter(input.GetGetter<VBuffer<T>>(column));
        ValueGetter<T> getter = input.GetGetter<T>(column);
        return (ValueGetter<T>)((ref T value) =>
        {
            getter(ref value);
            value = Apply(0, value);
        });
    }

    public static new NormalizerFunction Load(ModelLoadContext context, DataViewType type) => context.Loader switch
    {
        AffineFunction<T>.Loader => AffineFunction<T>.Read(context, type),
        CdfFunction<T>.Loader => CdfFunction<T>.Read(context, type),
        _ => throw new FormatException($"Couldn't load model: normalizer '{context.Loader}' is not known here"),
    };

    protected abstract T Apply(int slot, T value);

    protected static int SizeOf(DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    protected static void CheckValueSize(ModelLoadContext context) => ModelEntryFormat.Require(context.Reader.ReadInt32() == Unsafe.SizeOf<T>(), "Corrupt model file");

    protected static void CheckSize(int found, int expected)
    {
        if (found != expected)
            throw new InvalidOperationException(Errors.Invariant($"Normalizer expected {found} slots, but the input data column has {expected} slots."));
    }

    protected static T[] ReadValues(ModelLoadContext context, int count)
    {
        var values = new T[count];
        context.Reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    protected static void WriteValues(ModelSaveContext ctx, ReadOnlySpan<T> values) => ctx.Writer.Write(MemoryMarshal.AsBytes(values));

    /// <summary>Adds the lines as a text beside the function's entry, for people to read.</summary>
    protected static void SaveText(ModelSaveContext ctx, string name, IEnumerable<string> lines) =>
        ctx.SaveStream(name, writer => writer.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + Environment.NewLine)))));

    protected static string Line(params ReadOnlySpan<object> cells) => string.Join('\t', cells.ToArray().Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture)));

    private ValueGetter<VBuffer<T>> MakeVectorGetter(ValueGetter<VBuffer<T>> getter)
    {
        VBuffer<T> source = default;
        return (ref VBuffer<T> result) =>
        {
            getter(ref source);
            if (source.Length != size)
                throw new InvalidOperationException(Errors.Invariant($"Normalizer expected {size} slots but got {source.Length}"));
            if (source.IsDense || !KeepsZero)
                ApplyDense(source, ref result);
            else
                ApplySparse(source, ref result);
        };
    }

    private void ApplyDense(in VBuffer<T> source, ref VBuffer<T> result)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref result, size);
        source.CopyTo(editor.Values);
        for (int i = 0; i < editor.Values.Length; i++)
            editor.Values[i] = Apply(i, editor.Values[i]);
        result = editor.Commit();
    }

    private void ApplySparse(in VBuffer<T> source, ref VBuffer<T> result)
    {
        ReadOnlySpan<T> values = source.GetValues();
        ReadOnlySpan<int> indices = source.GetIndices();
        VBufferEditor<T> editor = VBufferEditor.Create(ref result, size, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            editor.Values[i] = Apply(indices[i], values[i]);
            editor.Indices[i] = indices[i];
        }
        result = editor.Commit();
    }
}
