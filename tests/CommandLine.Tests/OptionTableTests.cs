using System.CommandLine;

namespace VaePipeline.CommandLine.Tests;

public sealed class OptionTableTests
{
    private static readonly OptionTable<Brew> Table = new(
        new NumberEntry<Brew, int>("--cups", new(1, 12), "How many.", brew => brew.Cups, (brew, value) => brew with { Cups = value }),
        new NumberEntry<Brew, double>("--milk-share", new(0, 1), "How much milk.", brew => brew.Milk, (brew, value) => brew with { Milk = value }, "as you like it"),
        new TextEntry<Brew>("--kind", TextForm.OneOf("tea", "coffee"), "What.", brew => brew.Kind, (brew, value) => brew with { Kind = value }, jsonName: "drink"));

    [Fact]
    public void Apply_sets_what_is_given_and_leaves_the_rest()
    {
        Brew brew = Table.Apply(Parse("--milk-share", "0.5"), new Brew { Cups = 3 });

        Assert.Equal(new Brew { Cups = 3, Milk = 0.5 }, brew);
    }

    [Fact]
    public void Names_and_defaults_come_from_the_table()
    {
        Assert.Equal(["cups", "milkShare", "drink"], Table.Entries.Select(entry => entry.JsonName));
        Assert.Equal(["How many. [default: 2]", "How much milk. [default: as you like it]", "What. [default: tea]"], Table.Entries.Select(entry => entry.CreateOption().Description));
    }

    [Theory]
    [InlineData("--cups is \"0\"; expected a whole number, 1 to 12.", "--cups", "0")]
    [InlineData("--cups is \"13\"; expected a whole number, 1 to 12.", "--cups", "13")]
    [InlineData("--cups is \"2.5\"; expected a whole number, 1 to 12.", "--cups", "2.5")]
    [InlineData("--cups is \"99999999999\"; expected a whole number, 1 to 12.", "--cups", "99999999999")]
    [InlineData("--milk-share is \"NaN\"; expected a number, 0 to 1.", "--milk-share", "NaN")]
    [InlineData("--milk-share is \"0,5\"; expected a number, 0 to 1.", "--milk-share", "0,5")]
    [InlineData("--kind is \"water\"; expected tea or coffee.", "--kind", "water")]
    [InlineData("--kind is \"cofee\"; expected tea or coffee; did you mean \"coffee\"?", "--kind", "cofee")]
    public void Parse_refuses_what_is_out_of_range(string message, params string[] args) => Assert.Equal([message], Parse(args).Errors.Select(error => error.Message));

    [Fact]
    public void Faults_are_told_by_the_name_that_is_asked_for()
    {
        Brew brew = new() { Cups = 0, Milk = double.NaN, Kind = "water" };

        Assert.Equal(
            ["--cups is 0; expected a whole number, 1 to 12.", "--milk-share is NaN; expected a number, 0 to 1.", "--kind is \"water\"; expected tea or coffee."],
            Table.Faults(brew));
        Assert.StartsWith("\"cups\" is 0;", Table.Faults(brew, entry => $"\"{entry.JsonName}\"").First(), StringComparison.Ordinal);
        Assert.Empty(Table.Faults(new Brew()));
    }

    [Fact]
    public void Within_reads_and_sets_the_part_of_a_larger_record()
    {
        OptionTable<Order> whole = new([.. Table.Entries.Select(entry => entry.Within<Order>(order => order.Brew, (order, brew) => order with { Brew = brew }))]);
        Command command = new("order");
        whole.AddTo(command);

        Order order = whole.Apply(command.Parse(["--cups", "5"]), new Order());

        Assert.Equal(5, order.Brew.Cups);
        Assert.Equal(["--cups is 0; expected a whole number, 1 to 12."], whole.Faults(new Order { Brew = new Brew { Cups = 0 } }));
    }

    private static ParseResult Parse(params string[] args)
    {
        Command command = new("brew");
        Table.AddTo(command);
        return command.Parse(args);
    }

    private sealed record Brew
    {
        public int Cups { get; init; } = 2;

        public double? Milk { get; init; }

        public string Kind { get; init; } = "tea";
    }

    private sealed record Order
    {
        public Brew Brew { get; init; } = new();
    }
}
