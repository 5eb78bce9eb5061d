using VaePipeline.Cli;

return await CliProgram.Create().RunAsync(args).ConfigureAwait(false);
