namespace Microsoft.ML.Data;

/// <summary>Slots in pages, so that growing moves no value under a reader.</summary>
internal abstract class ColumnStore<T> : ColumnStore
{
    private const int PageShift = 8;
    private const int PageSize = 1 << PageShift;

    private volatile T[][] _pages = [];

    public override Action<int> CreateWriter(Delegate getter)
    {
        var typed = (ValueGetter<T>)getter;
        return slot => typed(ref PageOf(slot)[slot & (PageSize - 1)]);
    }

    public override Delegate CreateGetter(Func<int> slot) => (ValueGetter<T>)((ref T value) =>
    {
        int i = slot();
        Copy(in _pages[i >> PageShift][i & (PageSize - 1)], ref value);
    });

    protected abstract void Copy(in T source, ref T destination);

    private T[] PageOf(int slot)
    {
        T[][] pages = _pages;
        int page = slot >> PageShift;
        if (page >= pages.Length)
        {
            Array.Resize(ref pages, Math.Max(page + 1, 2 * pages.Length));
            _pages = pages;
        }

        return pages[page] ??= new T[PageSize];
    }
}
