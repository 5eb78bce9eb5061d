namespace Microsoft.ML.Data;

/// <summary>Getters of vectors joined of the values of several columns.</summary>
internal static class VectorJoin
{
    public static Delegate MakeGetter(DataViewRow input, DataViewSchema.Column[] sources, Type itemType) =>
        ((Joiner)Activator.CreateInstance(typeof(Joiner<>).MakeGenericType(itemType), input, sources)!).Getter; // Null comes only of Nullable<T>.

    private abstract class Joiner
    {
        public abstract Delegate Getter { get; }
    }

    private sealed class Joiner<T>(DataViewRow input, DataViewSchema.Column[] sources) : Joiner
    {
        private readonly Part[] _parts = Array.ConvertAll(sources, source => new Part(input, source));

        public override Delegate Getter => (ValueGetter<VBuffer<T>>)Get;

        private void Get(ref VBuffer<T> result)
        {
            int length = 0;
            int count = 0;
            foreach (Part part in _parts)
            {
                part.Read();
                length = checked(length + part.Value.Length);
                count = checked(count + part.Value.GetValues().Length);
            }
            // As in ML.NET, sparse only where at most half of the values are there.
            if (count <= length / 2)
                WriteSparse(ref result, length, count);
            else
                WriteDense(ref result, length);
        }

        private void WriteDense(ref VBuffer<T> result, int length)
        {
            VBufferEditor<T> editor = VBufferEditor.Create(ref result, length);
            int offset = 0;
            foreach (Part part in _parts)
            {
                part.Value.CopyTo(editor.Values, offset);
                offset += part.Value.Length;
            }
            result = editor.Commit();
        }

        private void WriteSparse(ref VBuffer<T> result, int length, int count)
        {
            VBufferEditor<T> editor = VBufferEditor.Create(ref result, length, count);
            int offset = 0;
            int position = 0;
            foreach (Part part in _parts)
            {
                ReadOnlySpan<T> values = part.Value.GetValues();
                ReadOnlySpan<int> indices = part.Value.GetIndices();
                for (int i = 0; i < values.Length; i++)
                {
                    editor.Values[position] = values[i];
                    editor.Indices[position++] = offset + (part.Value.IsDense ? i : indices[i]);
                }
                offset += part.Value.Length;
            }
            result = editor.Commit();
        }

        /// <summary>One source's value in the current row.</summary>
        private sealed class Part
        {
            private readonly DataViewSchema.Column _source;
            private readonly ValueGetter<T>? _scalar;
            private readonly ValueGetter<VBuffer<T>>? _vector;
            private VBuffer<T> _value;

            public Part(DataViewRow input, DataViewSchema.Column source)
            {
                _source = source;
                if (source.Type is VectorDataViewType)
                    _vector = input.GetGetter<VBuffer<T>>(source);
                else
                    _scalar = input.GetGetter<T>(source);
            }

            public ref readonly VBuffer<T> Value => ref _value;

            public void Read()
            {
                if (_scalar is not null)
                {
                    VBufferEditor<T> editor = VBufferEditor.Create(ref _value, 1);
                    _scalar(ref editor.Values[0]);
                    _value = editor.Commit();
                    return;
                }
                _vector!(ref _value); // One of the two is there.
                int expected = ((VectorDataViewType)_source.Type).Size;
                if (expected != 0 && expected != _value.Length)
                    throw new InvalidOperationException(Errors.Invariant($"Column '{_source.Name}': expected {expected} slots, but got {_value.Length}"));
            }
        }
    }
}
