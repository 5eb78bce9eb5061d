using System.Runtime.InteropServices;
using VaePipeline.Contracts.Errors;

namespace VaePipeline.CommandLine.Tests;

public sealed class CommandErrorsTests
{
    public static TheoryData<Exception, int, string> Cases => new()
    {
        { new BadInputException("a.csv:3: found; expected this. Do that."), 2, "error: a.csv:3: found; expected this. Do that." },
        { new InvalidDataException("damaged"), 2, "error: damaged" },
        { new ArgumentException("epochs is 0; expected 1 or more.", "epochs"), 2, "error: epochs is 0; expected 1 or more." },
        { new ArgumentOutOfRangeException("epochs", 0, "epochs is 0."), 2, "error: epochs is 0." },
        { new FileNotFoundException("a: none"), 2, "error: a: none" },
        { new DirectoryNotFoundException("a: none"), 2, "error: a: none" },
        { new UnauthorizedAccessException("denied"), 2, "error: denied" },
        { new UnwritableOutputException("out.png: exists"), 2, "error: out.png: exists" },
        { new IOException("No space left\non device"), 1, "error: No space left on device" },
        { new InvalidOperationException("parity failed"), 1, "error: parity failed" },
        { new NotSupportedException("oops."), 1, "error: unexpected NotSupportedException: oops. Run again with --verbose for the stack trace." },
#pragma warning disable CA2201 // The type that TorchSharp throws.
        { new ExternalException("shapes differ\nException raised from f at g.h:1\nframe #0"), 1, "error: unexpected ExternalException: shapes differ Run again with --verbose for the stack trace." },
#pragma warning restore CA2201
        { new AggregateException(new BadInputException("inside")), 2, "error: inside" },
        { new TypeInitializationException("T", new DllNotFoundException("no libtorch")), 1, "error: no libtorch" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Report_gives_exit_code_and_one_line(Exception exception, int exitCode, string line)
    {
        using StringWriter stderr = new();

        int actual = CommandErrors.Report(exception, stderr, verbose: false);

        Assert.Equal(exitCode, actual);
        Assert.Equal(line + Environment.NewLine, stderr.ToString());
    }

    [Fact]
    public void Report_cancellation_is_130()
    {
        using StringWriter stderr = new();

        int exitCode = CommandErrors.Report(new TaskCanceledException(), stderr, verbose: false);

        Assert.Equal(130, exitCode);
        Assert.Equal("cancelled" + Environment.NewLine, stderr.ToString());
    }

    [Fact]
    public void Report_verbose_adds_the_stack_trace()
    {
        using StringWriter stderr = new();
        BadInputException thrown = Assert.Throws<BadInputException>(ThrowBadInput);

        CommandErrors.Report(thrown, stderr, verbose: true);

        Assert.StartsWith("error: bad" + Environment.NewLine, stderr.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(ThrowBadInput), stderr.ToString(), StringComparison.Ordinal);
    }

    private static void ThrowBadInput() => throw new BadInputException("bad");
}
