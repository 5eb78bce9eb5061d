using System.Runtime.ExceptionServices;

namespace VaePipeline.Data.Images;

/// <summary>Of the errors that several threads find, the one of the lowest index.</summary>
internal sealed class ParallelErrors
{
    private readonly Lock _lock = new();
    private long _index = long.MaxValue;
    private Exception? _exception;

    /// <summary>Takes note of an error; any thread may call this.</summary>
    public void Add(long index, Exception exception)
    {
        lock (_lock)
        {
            (_index, _exception) = index < _index ? (index, exception) : (_index, _exception);
        }
    }

    /// <summary>Throws the first, if it is at an index.</summary>
    public void ThrowAt(long index)
    {
        if (_exception is not null && _index == index)
        {
            ExceptionDispatchInfo.Throw(_exception);
        }
    }
}
