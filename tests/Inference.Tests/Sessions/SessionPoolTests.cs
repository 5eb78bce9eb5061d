using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Tests.Sessions;

public sealed class SessionPoolTests
{
    [Fact]
    public void Rent_gives_buffers_that_were_returned_and_makes_more_for_callers_at_once()
    {
        using SessionPool pool = Pool();
        SessionBuffers first = pool.Rent();
        SessionBuffers second = pool.Rent();
        pool.Return(first);

        Assert.NotSame(first, second);
        Assert.Same(first, pool.Rent());
        pool.Return(first);
        pool.Return(second);
    }

    [Fact]
    public void Rent_after_dispose_throws()
    {
        SessionPool pool = Pool();
        pool.Dispose();

        Assert.Throws<ObjectDisposedException>(pool.Rent);
    }

    [Fact]
    public void Return_after_dispose_disposes_the_buffers()
    {
        SessionPool pool = Pool();
        SessionBuffers buffers = pool.Rent();
        pool.Dispose();

        pool.Return(buffers);

        ObjectDisposedException error = Assert.Throws<ObjectDisposedException>(() => buffers.Run(1));
        Assert.Equal(typeof(SessionBuffers).FullName, error.ObjectName);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Run_of_more_rows_than_fit_or_none_is_refused(int rows)
    {
        using SessionPool pool = Pool();
        using SessionBuffers buffers = pool.Rent();

        Assert.Throws<ArgumentOutOfRangeException>(() => buffers.Run(rows));
    }

    private static SessionPool Pool()
    {
#pragma warning disable CA2000 // The pool owns the session.
        OnnxSession session = OnnxSession.Open(OnnxModel.Read(TestModels.Decoder), new BatchedOnnxOptions());
#pragma warning restore CA2000
        return new SessionPool(session, new ModelTensors(session.Path, [session.Input("latent")], [session.Output("image")]), batchSize: 4);
    }
}
