using VaePipeline.Training.Commands;

return await TrainingCommands.CreateProgram().RunAsync(args).ConfigureAwait(false);
