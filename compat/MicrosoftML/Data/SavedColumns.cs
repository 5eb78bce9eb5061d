using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns of a view that a saver writes.</summary>
internal static class SavedColumns
{
    /// <summary>Those of types that the saver can write; of others the channel is told.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static List<DataViewSchema.Column> Of(DataViewSchema schema, bool keepHidden, Func<DataViewType, bool> canWrite, IChannel channel)
    {
        var columns = new List<DataViewSchema.Column>();
        foreach (DataViewSchema.Column column in schema.Where(column => keepHidden || !column.IsHidden))
        {
            if (canWrite(column.Type))
                columns.Add(column);
            else
                channel.Info(MessageSensitivity.Schema, "The column '{0}' will not be written as it has unsavable column type.", column.Name);
        }

        return columns.Count > 0 ? columns : throw new InvalidOperationException("No valid columns to save");
    }
}
