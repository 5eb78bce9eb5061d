namespace Microsoft.ML.Runtime;

/// <summary>What private data a message may hold.</summary>
[Flags]
public enum MessageSensitivity
{
    None = 0,
    UserData = 1,
    Schema = 2,
    Unknown = -1,
    All = -1,
}
