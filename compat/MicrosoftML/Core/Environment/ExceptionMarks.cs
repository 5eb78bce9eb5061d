namespace Microsoft.ML.Runtime;

/// <summary>Notes in an exception's data which component threw it, under the keys that ML.NET uses.</summary>
internal static class ExceptionMarks
{
    private const string ComponentKey = "Throwing component";
    private const string MarkKey = "ML_IsMarked";

    public static TException Mark<TException>(TException exception, string? component)
        where TException : Exception
    {
        if (exception is not null)
        {
            exception.Data[ComponentKey] = component;
            exception.Data[MarkKey] = 1;
        }

        return exception!; // Null in, null out, as in ML.NET.
    }
}
