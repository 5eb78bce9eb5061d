namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>Fields of a line.</summary>
    public sealed class Range
    {
        public int Min;

        /// <summary>The last field; null: only <see cref="Min"/>, unless one of the ends is set.</summary>
        public int? Max;

        /// <summary>To the end of the line, which is the same for all lines.</summary>
        public bool AutoEnd;

        /// <summary>To the end of each line.</summary>
        public bool VariableEnd;

        /// <summary>Only fields that no other column names.</summary>
        public bool AllOther;

        /// <summary>A vector, even of one field.</summary>
        public bool ForceVector;

        public Range()
        {
        }

        public Range(int index)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            Min = index;
            Max = index;
        }

        /// <summary>A vector of the fields from <paramref name="min"/> to <paramref name="max"/>, or to the end of the line.</summary>
        public Range(int min, int? max)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(min);
            if (max < min)
                throw new ArgumentOutOfRangeException(nameof(max), Errors.Invariant($"The last field is {max}; expected {min} or more."));
            Min = min;
            Max = max;
            ForceVector = true;
            AutoEnd = max is null;
        }
    }
}
