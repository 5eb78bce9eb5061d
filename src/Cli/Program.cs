using System.Runtime.InteropServices;
using VaePipeline.Cli;
using CancellationTokenSource cancellation = new();

// The first Ctrl-C ends the work cleanly; a second one is not caught and ends the process at once.
void Cancel(PosixSignalContext context)
{
    context.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
using YoungGarbage garbage = new();
return await CliProgram.RunAsync(args, Console.Out, Console.Error, cancellation.Token).ConfigureAwait(false);
