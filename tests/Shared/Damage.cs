using VaePipeline.Contracts.Errors;

namespace VaePipeline.Tests;

/// <summary>Cuts files short and flips their bits: a reader may answer with a value or with a <see cref="BadInputException"/>, and with nothing else.</summary>
internal static class Damage
{
    /// <summary>Every proper beginning of the file must be refused.</summary>
    public static void RefusesEveryTruncation(byte[] file, Action<byte[]> read)
    {
        for (int length = 0; length < file.Length; length++)
        {
            Exception? error = Record.Exception(() => read(file[..length]));
            if (error is not BadInputException)
            {
                Assert.Fail($"{length} of {file.Length} bytes: {error?.ToString() ?? "accepted"}");
            }

            Assert.Matches("^.+: .+; expected .+\\. .+\\.$", error.Message);
        }
    }

    /// <summary>With any one bit flipped the reader answers, or refuses; gives how many it refused. Takes every bit, or every so many of a long file.</summary>
    public static int SurvivesFlippedBits(byte[] file, Action<byte[]> read, int step = 1)
    {
        int refused = 0;
        byte[] damaged = [.. file];
        for (int bit = 0; bit < 8 * file.Length; bit += step)
        {
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Exception? error = Record.Exception(() => read(damaged));
            Assert.True(error is null or BadInputException, $"bit {bit}: {error}");
            refused += error is null ? 0 : 1;
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        return refused;
    }

    /// <summary>The message of the <see cref="BadInputException"/> that the reader must answer with.</summary>
    public static string MessageOf(Action read) => Assert.Throws<BadInputException>(read).Message;
}
