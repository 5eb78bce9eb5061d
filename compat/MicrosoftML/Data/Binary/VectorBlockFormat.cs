namespace Microsoft.ML.Data;

/// <summary>
/// Vectors: how many; their length, if they have one length, else 0 and the length of each; the number of values of each that is
/// sparse, -1 for a dense one; the number of indices, and these; the values of all.
/// </summary>
/// <param name="size">The length that the column's type gives; 0: none.</param>
internal sealed class VectorBlockFormat<T>(int size) : BlockFormat<VBuffer<T>>
{
    private const int Dense = -1;

    public override void Write(BinaryWriter writer, ReadOnlySpan<VBuffer<T>> values)
    {
        writer.Write(values.Length);
        int length = size > 0 ? size : OneLengthOf(values);
        writer.Write(length);
        foreach (VBuffer<T> vector in values)
        {
            if (length == 0)
                writer.Write(vector.Length);
            else if (vector.Length != length)
                throw new InvalidOperationException(Errors.Invariant($"A vector has length {vector.Length}; its column's type says {length}."));
        }

        int indexCount = 0;
        var items = new List<T>();
        foreach (VBuffer<T> vector in values)
        {
            writer.Write(vector.IsDense ? Dense : vector.GetValues().Length);
            indexCount += vector.IsDense ? 0 : vector.GetIndices().Length;
            items.AddRange(vector.GetValues());
        }
        writer.Write(indexCount);
        foreach (VBuffer<T> vector in values)
        {
            foreach (int index in vector.IsDense ? [] : vector.GetIndices())
                writer.Write(index);
        }
        ValueBlock.Write<T>(writer, items.ToArray());
    }

    public override VBuffer<T>[] Read(BinaryReader reader, int count)
    {
        ModelEntryFormat.Require(reader.ReadInt32() == count, "Corrupt vectors in the file");
        int length = reader.ReadInt32();
        ModelEntryFormat.Require(length >= 0 && (size == 0 || length == size), "Corrupt vectors in the file");
        int[] lengths = length == 0 ? ValueBlock.Read<int>(reader, count) : [];
        int[] counts = ValueBlock.Read<int>(reader, count);
        long indexCount = 0;
        long valueCount = 0;
        for (int i = 0; i < count; i++)
        {
            int own = length == 0 ? lengths[i] : length;
            ModelEntryFormat.Require(own >= 0 && counts[i] >= Dense && counts[i] <= own, "Corrupt vectors in the file");
            indexCount += Math.Max(counts[i], 0);
            valueCount += counts[i] == Dense ? own : counts[i];
        }
        ModelEntryFormat.Require(reader.ReadInt32() == indexCount && valueCount <= Array.MaxLength, "Corrupt vectors in the file");
        int[] indices = ValueBlock.Read<int>(reader, (int)indexCount);
        T[] values = ValueBlock.Read<T>(reader, (int)valueCount);

        var vectors = new VBuffer<T>[count];
        int index = 0;
        int value = 0;
        for (int i = 0; i < count; i++)
        {
            int own = length == 0 ? lengths[i] : length;
            int stored = counts[i] == Dense ? own : counts[i];
            T[] items = values[value..(value + stored)];
            vectors[i] = counts[i] == Dense ? new VBuffer<T>(own, items) : new VBuffer<T>(own, stored, items, Checked(indices[index..(index + stored)], own));
            value += stored;
            index += Math.Max(counts[i], 0);
        }
        return vectors;
    }

    public override void Copy(in VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination);

    private static int OneLengthOf(ReadOnlySpan<VBuffer<T>> values)
    {
        int length = values.IsEmpty ? 0 : values[0].Length;
        foreach (VBuffer<T> vector in values)
        {
            if (vector.Length != length)
                return 0;
        }
        return length;
    }

    private static int[] Checked(int[] indices, int length)
    {
        for (int i = 0; i < indices.Length; i++)
            ModelEntryFormat.Require((i == 0 ? -1 : indices[i - 1]) < indices[i] && indices[i] < length, "Corrupt vectors in the file");
        return indices;
    }
}
