using System.CommandLine;
using VaePipeline.Benchmarks;
using VaePipeline.Contracts.Errors;

// One line for each benchmark.
RootCommand root = new("Benchmarks of VaePipeline. Run them on a quiet machine, in Release.") { InferenceCommand.Create() };
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception)
{
    return CommandErrors.Report(exception, Console.Error, verbose: false);
}
