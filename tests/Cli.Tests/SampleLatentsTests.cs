using System.Globalization;
using System.Runtime.CompilerServices;
using MathNet.Numerics.Distributions;

namespace VaePipeline.Cli.Tests;

/// <summary>samples/latents.csv: 10 x 10 points, norm.ppf of 0.05, 0.15, …, 0.95; z0 grows along a row, z1 falls from row to row.</summary>
public sealed class SampleLatentsTests
{
    [Fact]
    public void Latents_follow_their_rule()
    {
        string[] lines = File.ReadAllLines(PathOf("samples/latents.csv"));

        Assert.Equal("z0,z1", lines[0]);
        Assert.Equal(101, lines.Length);
        for (int i = 0; i < 100; i++)
        {
            string expected = Quantile((i % 10 / 10.0) + 0.05) + "," + Quantile(0.95 - (i / 10 / 10.0));
            Assert.Equal(expected, lines[i + 1]);
        }
    }

    private static string Quantile(double probability) => Normal.InvCDF(0, 1, probability).ToString("F6", CultureInfo.InvariantCulture);

    private static string PathOf(string name, [CallerFilePath] string source = "")
        => Path.Combine(Path.GetDirectoryName(source) ?? "", "../..", name);
}
