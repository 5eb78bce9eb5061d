using Microsoft.ML;

namespace VaePipeline.Compat.Tests.MicrosoftML.Chains;

/// <summary>Makes a given transformer, and counts the rows that it is fitted to.</summary>
internal sealed class ScaleEstimator(ScaleTransformer transformer, bool readsData = false) : IEstimator<ScaleTransformer>
{
    public int FittedRows { get; private set; }

    public ScaleTransformer Fit(IDataView input)
    {
        if (readsData)
        {
            using DataViewRowCursor cursor = input.GetRowCursor(input.Schema);
            while (cursor.MoveNext())
                FittedRows++;
        }

        return transformer;
    }

    // A new column cannot be put into a shape from outside; the chain does not ask for it.
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
}
