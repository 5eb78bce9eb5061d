namespace VaePipeline.Training.Evaluation;

/// <summary>ln of the mean of exp(x) for each of several rows, whose numbers x come in any order and need not fit a float or a double as exp(x).</summary>
/// <param name="count">N, the number of rows.</param>
internal sealed class LogMeans(int count)
{
    private readonly double[] _largest = [.. Enumerable.Repeat(double.NegativeInfinity, count)];
    private readonly double[] _scaledSums = new double[count];

    /// <summary>Adds one number, or ln of the sum of exp over several, to a row.</summary>
    /// <param name="row">0 to N - 1.</param>
    /// <param name="logSum">Above -∞.</param>
    public void Add(int row, double logSum)
    {
        if (logSum > _largest[row])
        {
            _scaledSums[row] *= Math.Exp(_largest[row] - logSum);
            _largest[row] = logSum;
        }

        // NaN too: it must not be lost.
        _scaledSums[row] += Math.Exp(logSum - _largest[row]);
    }

    /// <summary>ln of a row's mean.</summary>
    /// <param name="row">0 to N - 1.</param>
    /// <param name="numbers">How many numbers the row was given, those of sums counted.</param>
    public double LogMean(int row, long numbers) => _largest[row] + Math.Log(_scaledSums[row]) - Math.Log(numbers);
}
