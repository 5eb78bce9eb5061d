using VaePipeline.Contracts.Errors;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Tests.Options;

public sealed class TrainingOptionsFileTests
{
    [Fact]
    public void Read_gives_back_what_write_wrote()
    {
        using var folder = new TemporaryFolder();
        string path = folder["options.json"];
        var options = new TrainingOptions
        {
            Network = "residual",
            Width = 64,
            LearningRate = 1.0 / 3,
            Likelihood = Likelihood.Gaussian,
            BinarizeInput = 0.5,
            Images = 7,
            Seed = long.MaxValue,
        };

        TrainingOptionsFile.Write(path, options);

        Assert.Equal(options, TrainingOptionsFile.Read(path));
        Assert.Contains("\"likelihood\": \"gaussian\"", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_takes_defaults_for_what_is_left_out()
    {
        var options = TrainingOptionsFile.Parse("{ \"epochs\": 7, /* a remark */ }", "some.json");

        Assert.Equal(new TrainingOptions { Epochs = 7 }, options);
    }

    [Fact]
    public void Parse_names_every_fault()
    {
        var error = Assert.Throws<BadInputException>(
            () => TrainingOptionsFile.Parse("""{"network":7,"latnt":2,"epochs":2.5,"likelihood":"x","binarizeInput":"yes","beta":"1"}""", "some.json"));

        Assert.StartsWith("some.json: \"network\" is 7; expected a string. \"latnt\" is no option; expected some of network, latentSize, width,", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "\"epochs\" is 2.5; expected a whole number. \"likelihood\" is \"x\"; expected \"bernoulli\" or \"gaussian\". "
            + "\"binarizeInput\" is \"yes\"; expected a number. \"beta\" is \"1\"; expected a number. Run \"vae train --help\" for usage.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_names_what_is_out_of_range_as_the_file_does()
    {
        var error = Assert.Throws<BadInputException>(
            () => TrainingOptionsFile.Parse("""{"latentSize":0,"emaDecay":1,"network":"unet","resize":"30"}""", "some.json"));

        Assert.Equal(
            "some.json: \"network\" is \"unet\"; expected keras or mlp or residual. \"latentSize\" is 0; expected a whole number, 1 to 4096. "
            + "\"emaDecay\" is 1; expected a number, 0 to below 1. \"resize\" is \"30\"; expected WIDTHxHEIGHT, as 32x32. Run \"vae train --help\" for usage.",
            error.Message);
    }

    [Fact]
    public void Parse_names_the_line_of_a_slip()
    {
        var error = Assert.Throws<BadInputException>(() => TrainingOptionsFile.Parse("{\n  \"epochs\": 7\n  \"seed\": 1\n}", "some.json"));

        Assert.Equal("some.json:3: it is not JSON; expected a JSON object of training options. Mend the file.", error.Message);
    }

    [Fact]
    public void Parse_refuses_what_is_no_object()
    {
        var error = Assert.Throws<BadInputException>(() => TrainingOptionsFile.Parse("[1]", "some.json"));

        Assert.Equal("some.json: it holds an array; expected a JSON object of training options. Take an options.json of a run as a pattern.", error.Message);
    }
}
