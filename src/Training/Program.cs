using VaePipeline.Training.Commands;

return await TrainingProgram.RunAsync(
    args, new CommandConsole(Console.Out, Console.Error, ErrorIsTerminal: !Console.IsErrorRedirected), CancellationToken.None).ConfigureAwait(false);
