using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

internal static class CatalogExtensions
{
    public static IHostEnvironment GetEnvironment(this IInternalCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Environment;
    }
}
