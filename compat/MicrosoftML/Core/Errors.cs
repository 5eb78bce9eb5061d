using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>The exceptions that several components throw alike.</summary>
internal static class Errors
{
    /// <summary>A column that a component needs is missing or of another type.</summary>
    public static ArgumentOutOfRangeException SchemaMismatch(string parameter, string role, string column, string? expected = null, string? found = null) =>
        new(parameter, expected is null
            ? $"Could not find {role} column '{column}'"
            : $"Schema mismatch for {role} column '{column}': expected {expected}, got {found}");

    public static InvalidOperationException WrongGetterType(string column, Type asked, Type actual) =>
        new($"Invalid TValue in GetGetter for column '{column}': '{asked}', expected type: '{actual}'.");

    /// <summary>A getter was called before the first row or after the last.</summary>
    public static InvalidOperationException NoCurrentRow() => new("Cannot get value as the cursor is not in a good state: it stands on no row. Call MoveNext first.");

    public static InvalidOperationException InactiveColumn(string column) => new($"Column '{column}' is not active. Name it among the columns needed.");

    /// <summary>An argument of a public method further up does not suit.</summary>
    public static ArgumentOutOfRangeException Argument(string parameter, string message) => new(parameter, message);

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
