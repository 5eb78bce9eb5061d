namespace VaePipeline.Data.Images;

/// <summary>
/// Numbers for labels that are names. Names that are all whole numbers from 0 to 255 keep their own; others are numbered
/// in ordinal order.
/// </summary>
internal sealed class LabelNumbers
{
    /// <summary>How many labels a byte tells apart.</summary>
    public const int Maximum = 256;

    private readonly Dictionary<string, byte> _numbers;

    /// <summary>Numbers for the labels of some images, each as often as it likes; null if there are none.</summary>
    public static LabelNumbers? Of(IReadOnlyCollection<string> labels) => labels.Count == 0 ? null : new LabelNumbers(labels);

    /// <summary>Numbers names.</summary>
    /// <param name="names">All names, in any order, each as often as it likes; at most <see cref="Maximum"/> different ones.</param>
    /// <exception cref="ArgumentException">More different names.</exception>
    public LabelNumbers(IEnumerable<string> names)
    {
        string[] different = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (different.Length > Maximum)
        {
            throw new ArgumentException(Invariant($"{different.Length} labels; expected at most {Maximum}. Pass fewer."), nameof(names));
        }

        byte[] own = [.. different.Select(name => byte.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out byte number) ? number : (byte)0)];
        bool areNumbers = different.Zip(own).All(pair => pair.First == pair.Second.ToString(CultureInfo.InvariantCulture));
        Names = areNumbers ? null : different;
        _numbers = different.Index().ToDictionary(entry => entry.Item, entry => areNumbers ? own[entry.Index] : (byte)entry.Index, StringComparer.Ordinal);
    }

    /// <summary>Name of each label by its number; <see langword="null"/> where the numbers are the names.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The number of a name.</summary>
    /// <param name="name">One of those that were passed.</param>
    public byte this[string name] => _numbers[name];
}
