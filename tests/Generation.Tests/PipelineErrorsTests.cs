using VaePipeline.Contracts.Errors;

namespace VaePipeline.Generation.Tests;

public sealed class PipelineErrorsTests
{
    private static readonly BadInputException Own = new("latents.csv:3: …");

    [Fact]
    public void Cause_is_the_first_own_error_in_the_chain()
    {
        BadInputException outer = new("outer", Own);

        Assert.Same(outer, PipelineErrors.Cause(new InvalidOperationException("Splitter/consolidator worker encountered exception", outer)));
    }

    [Fact]
    public void Cause_is_found_in_any_branch_of_an_aggregate()
        => Assert.Same(Own, PipelineErrors.Cause(new AggregateException(new TimeoutException(), new InvalidOperationException("wrapped", Own))));

    [Fact]
    public void Cause_of_a_cancellation_is_the_cancellation()
    {
        OperationCanceledException cancelled = new();

        Assert.Same(cancelled, PipelineErrors.Cause(new InvalidOperationException("wrapped", cancelled)));
    }

    [Fact]
    public void Cause_of_an_unknown_error_is_itself()
    {
        InvalidOperationException error = new("outer", new TimeoutException());

        Assert.Same(error, PipelineErrors.Cause(error));
    }
}
