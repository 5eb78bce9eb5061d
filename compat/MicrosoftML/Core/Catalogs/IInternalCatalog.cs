using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A catalog's environment, out of the reach of other assemblies.</summary>
internal interface IInternalCatalog
{
    IHostEnvironment Environment { get; }
}
