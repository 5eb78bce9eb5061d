using System.CommandLine;

namespace VaePipeline.CommandLine.Tests;

public sealed class CommandProgramTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly List<string> _made = [];

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Run_makes_only_the_command_that_is_named()
    {
        Assert.Equal(0, await RunAsync("brew", "--cups", "3"));

        Assert.Equal(["brew"], _made);
        Assert.Equal("cups  3\n", _output.ToString());
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task Run_finds_the_command_after_an_option()
    {
        Assert.Equal(0, await RunAsync("--verbose", "brew"));

        Assert.Equal("cups  1\n", _output.ToString());
    }

    [Theory]
    [InlineData("", "vae: no command; expected one of brew, spill. Run \"vae --help\" for usage.")]
    [InlineData("paint", "\"paint\" is no command of \"vae\"; expected one of brew, spill. Run \"vae --help\" for usage.")]
    [InlineData("brwe", "\"brwe\" is no command of \"vae\"; did you mean \"brew\"? Run \"vae --help\" for usage.")]
    [InlineData("brew tea", "\"tea\" is no argument of \"vae brew\". Run \"vae brew --help\" for usage.")]
    [InlineData("brew --cusp 3", "\"--cusp\" is no option of \"vae brew\"; did you mean \"--cups\"? Run \"vae brew --help\" for usage.")]
    [InlineData("brew --cups 1 --cups 2", "--cups: 2 values; expected one. Run \"vae brew --help\" for usage.")]
    [InlineData("brew --verbos", "\"--verbos\" is no option of \"vae brew\"; did you mean \"--verbose\"? Run \"vae brew --help\" for usage.")]
    [InlineData("brew --cups 0 --kind tee", "--cups is \"0\"; expected a whole number, 1 to 12. --kind is \"tee\"; expected tea or coffee; did you mean \"tea\"? Run \"vae brew --help\" for usage.")]
    [InlineData("brew --cups", "--cups: no value; expected N. Run \"vae brew --help\" for usage.")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string line, string message)
    {
        Assert.Equal(2, await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal($"error: {message}\n", _error.ToString());
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task Json_and_quiet_reach_the_console()
    {
        Assert.Equal(0, await RunAsync("brew", "--json"));
        Assert.Equal(0, await RunAsync("brew", "--quiet"));

        Assert.Equal("{\"cups\":1}\n", _output.ToString());
    }

    [Fact]
    public async Task Help_has_notes_and_examples()
    {
        Assert.Equal(0, await RunAsync("brew", "--help"));

        Assert.EndsWith("\nNotes:\n  Never twice.\n\nExamples:\n  vae brew\n  vae brew --cups 3\n\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_the_program_lists_the_commands_in_their_order_and_makes_none()
    {
        Assert.Equal(0, await RunAsync("--help"));

        Assert.Contains("  brew   Make a drink.\n  spill  Fail.\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_made);
    }

    [Fact]
    public async Task Error_and_advice_are_a_line_each()
    {
        Assert.Equal(2, await RunAsync("spill"));

        Assert.Equal("error: cup: it is full; expected room. Drink.\nMop it up.\n", _error.ToString());
    }

    [Fact]
    public async Task Verbose_adds_the_stack_trace()
    {
        Assert.Equal(2, await RunAsync("spill", "--verbose"));

        Assert.Contains("   at VaePipeline.CommandLine.Tests.CommandProgramTests.", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_is_said_with_what_to_do_and_130()
    {
        using CancellationTokenSource cancellation = new();
        await cancellation.CancelAsync();

        Assert.Equal(130, await CreateProgram().RunAsync(["spill"], new CommandConsole(_output, _error), cancellation.Token));

        Assert.Equal("cancelled\nMop it up.\n", _error.ToString());
    }

    [Theory]
    [InlineData("vae ", "brew", "spill")]
    [InlineData("./vae br", "brew")]
    [InlineData("/usr/bin/vae brew --", "--cups", "--help", "--json", "--kind", "--quiet", "--verbose")]
    [InlineData("vae brew --k", "--kind")]
    [InlineData("vae brew --kind ", "coffee", "tea")]
    [InlineData("vae brew --kind t", "tea")]
    [InlineData("vae brew --cups 3 --kind c", "coffee")]
    [InlineData("vae brew ")] // where a file may stand
    [InlineData("vae brew --cups ")]
    [InlineData("vae paint ")]
    public async Task Suggestions_are_what_may_stand_at_the_cursor(string line, params string[] expected)
    {
        Assert.Equal(0, await RunAsync(Completion.Directive, line));

        Assert.Equal(expected, _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private Task<int> RunAsync(params string[] args) => CreateProgram().RunAsync(args, new CommandConsole(_output, _error), CancellationToken.None);

    private CommandProgram CreateProgram() => new(
        "Makes drinks.",
        "vae brew",
        [new("brew", "Make a drink.", CreateBrew), new("spill", "Fail.", CreateSpill)],
        []);

    private ProgramCommand CreateBrew(CommandConsole console)
    {
        _made.Add("brew");
        NumberOption<int> cups = new("--cups", new(1, 12), "How many.");
        TextOption kind = new("--kind", TextForm.OneOf("tea", "coffee"), "What.");
        ProgramCommand command = new("brew", "Make a drink.", "Never twice.", "vae brew\nvae brew --cups 3") { cups, kind, CommonOptions.Json(), CommonOptions.Quiet() };
        command.OnRun((parsed, _) =>
        {
            int count = parsed.GetValue(cups) ?? 1;
            console.Report(() => Table(count), () => $"{{\"cups\":{count}}}");
        });
        return command;
    }

    private static ResultTable Table(int cups)
    {
        ResultTable table = new();
        table.Add("cups", $"{cups}");
        return table;
    }

    private static ProgramCommand CreateSpill(CommandConsole console)
    {
        ProgramCommand command = new("spill", "Fail.", "", "vae spill");
        command.OnRun((_, cancellationToken) =>
        {
            console.Advice = "Mop it up.";
            cancellationToken.ThrowIfCancellationRequested();
            throw new Contracts.Errors.BadInputException("cup: it is full; expected room. Drink.");
        });
        return command;
    }
}
