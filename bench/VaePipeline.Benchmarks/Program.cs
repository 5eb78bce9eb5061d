using System.CommandLine;
using VaePipeline.Benchmarks;
using VaePipeline.CommandLine;

// One line for each benchmark.
RootCommand root = new("Benchmarks of VaePipeline. Run them on a quiet machine, in Release.")
{
    InferenceCommand.Create(), ExportCommand.Create(), TrainingCommand.Create(), GenerationCommand.Create(), TrainingCommand.CreatePlain(),
};
try
{
    ParseResult parsed = root.Parse(args);
    int exitCode = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return exitCode != 0 && parsed.Errors.Count > 0 ? ExitCodes.BadInput : exitCode;
}
catch (Exception exception)
{
    return CommandErrors.Report(exception, Console.Error, verbose: false);
}
