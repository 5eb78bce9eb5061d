namespace Microsoft.ML.Data;

/// <summary>The annotations that the stock transforms read and make, as shapes know them.</summary>
internal static class AnnotationShapes
{
    public static SchemaShape.Column IsNormalizedColumn => new(AnnotationKinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, isKey: false);

    public static SchemaShape.Column SlotNamesColumn => new(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false);

    /// <summary>Whether the shape promises that the column is normalized.</summary>
    public static bool IsNormalized(this SchemaShape.Column column) =>
        column.Annotations.TryFindColumn(AnnotationKinds.IsNormalized, out SchemaShape.Column found) && IsNormalizedColumn.IsCompatibleWith(found);

    /// <summary>Whether the shape promises names for the slots of vectors of one size.</summary>
    public static bool HasSlotNames(this SchemaShape.Column column) => column.Kind == SchemaShape.Column.VectorKind.Vector
        && column.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column found) && SlotNamesColumn.IsCompatibleWith(found);
}
