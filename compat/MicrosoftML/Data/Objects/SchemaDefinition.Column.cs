namespace Microsoft.ML.Data;

public sealed partial class SchemaDefinition
{
    /// <summary>How one member maps to a column.</summary>
    public sealed class Column
    {
        private readonly Dictionary<string, (DataViewType Type, Delegate Getter)> _annotations = [];

        internal Column(string memberName, DataViewType columnType, string columnName)
        {
            MemberName = memberName;
            ColumnType = columnType;
            ColumnName = columnName;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach ((string kind, (DataViewType type, Delegate getter)) in _annotations)
                    builder.Add(kind, type, getter);
                return builder.ToAnnotations();
            }
        }

        /// <param name="kind">The annotation's name.</param>
        /// <param name="value">A value as a member could hold it: a number, text, an array, a <see cref="VBuffer{T}"/>.</param>
        /// <param name="annotationType">The annotation's type; a vector for an array.</param>
        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            ArgumentNullException.ThrowIfNull(kind);
            ArgumentNullException.ThrowIfNull(annotationType);
            if (_annotations.ContainsKey(kind))
                throw new InvalidOperationException($"Column '{ColumnName}' already contains an annotation of the kind '{kind}'.");
            Delegate getter = ObjectGetters.FromValue(() => value);
            Type rawType = getter.GetType().GetGenericArguments()[0];
            if (rawType != annotationType.RawType)
                throw new InvalidOperationException($"Annotation '{kind}' is given as {typeof(T)}, but its type {annotationType} holds {annotationType.RawType}.");
            _annotations[kind] = (annotationType, getter);
        }

        internal void SetAnnotation(string kind, DataViewType type, Delegate getter) => _annotations[kind] = (type, getter);
    }
}
