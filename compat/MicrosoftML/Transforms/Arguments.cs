namespace Microsoft.ML.Data;

/// <summary>Checks of arguments, with ML.NET's exceptions.</summary>
internal static class Arguments
{
    public static void CheckNonEmpty(string? value, string parameter)
    {
        if (string.IsNullOrEmpty(value))
            throw new ArgumentOutOfRangeException(parameter, $"{parameter} cannot be null or empty");
    }

    public static void CheckNonWhiteSpace(string? value, string parameter)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw new ArgumentOutOfRangeException(parameter, $"{parameter} cannot be null or white space");
    }
}
