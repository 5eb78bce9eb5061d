using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>How text is read.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "Open in the real package.")]
    public class Options
    {
        /// <summary>Whether fields may stand in double quotes, with separators inside.</summary>
        public bool AllowQuoting;

        /// <summary>Whether fields may be <c>index:value</c> after their number.</summary>
        public bool AllowSparse;

        /// <summary>The number of fields of a line; null: as many as it has.</summary>
        public int? InputSize;

        public char[] Separators = ['\t'];

        /// <summary><c>.</c> or <c>,</c>.</summary>
        public char DecimalMarker = '.';

        /// <summary>Null: as the file says, else a Label and Features.</summary>
        public Column[]? Columns;

        /// <summary>Whether white space at the end of a line is left out.</summary>
        public bool TrimWhitespace;

        /// <summary>Whether the first line of each file is left out; it names the slots of vectors.</summary>
        public bool HasHeader;

        /// <summary>Whether several threads read.</summary>
        public bool UseThreads = true;

        /// <summary>Whether a quoted field may go on in the next line.</summary>
        public bool ReadMultilines;

        /// <summary>A file with the header.</summary>
        public string? HeaderFile;

        public long? MaxRows;

        /// <summary>Makes a quote part of a quoted field; a quote itself: doubled.</summary>
        public char EscapeChar = '"';

        /// <summary>Whether empty numbers are NaN instead of 0.</summary>
        public bool MissingRealsAsNaNs;

        public Options()
        {
        }
    }
}
