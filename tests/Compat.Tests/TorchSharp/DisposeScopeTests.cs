using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

public sealed class DisposeScopeTests
{
    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [Fact]
    public void A_training_step_leaves_as_many_live_tensors_as_before()
    {
        using Sequential network = nn.Sequential(nn.Unflatten(1, [4, 2, 2]), nn.ConvTranspose2d(4, 3, 3, stride: 2), nn.ReLU(), nn.Flatten(), nn.Linear(75, 1));
        using Adam adam = optim.Adam(network.parameters());
        Step();
        long before = Live;

        for (int i = 0; i < 3; i++)
            Step();

        Assert.Equal(before, Live);

        void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            adam.zero_grad();
            Tensor loss = nn.functional.mse_loss(network.call(torch.ones(2, 16)), torch.zeros(2, 1));
            loss.backward();
            adam.step();
        }
    }

    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        long before = Live;
        Tensor inner, kept, detached;

        using (DisposeScope outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                inner = torch.ones(1);
                kept = torch.ones(1).MoveToOuterDisposeScope();
                detached = torch.ones(1).DetachFromDisposeScope();
            }
            Assert.True(inner.IsInvalid);
            Assert.False(kept.IsInvalid);
            Assert.Equal(1, outer.DisposablesCount);
        }

        Assert.True(kept.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
        Assert.Equal(before, Live);
    }

    [Fact]
    public void DisposeEverythingBut_keeps_what_it_is_given()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor first = torch.ones(1);
        Tensor second = torch.ones(1);

        scope.DisposeEverythingBut(second);

        Assert.True(first.IsInvalid);
        Assert.False(second.IsInvalid);
        Assert.True(scope.Contains(second));
    }

    [Fact]
    public void Parameters_made_in_a_scope_outlive_it()
    {
        Linear layer;
        using (NewDisposeScope())
            layer = nn.Linear(2, 2);

        Assert.Equal([2, 2], layer.weight.shape);
        layer.Dispose();
    }

    [Fact]
    public void A_disposed_scope_is_refused()
    {
        DisposeScope scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();

        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
    }

    [Fact]
    public void Native_memory_of_forgotten_tensors_comes_back()
    {
        long before = Tensor.TotalCount;
        Forget();

        GC.Collect();
        GC.WaitForPendingFinalizers();

        // Other tests' leftovers may go at the same time.
        Assert.True(Tensor.TotalCount <= before + 10, $"{Tensor.TotalCount} tensors; expected at most {before + 10}");

        static void Forget()
        {
            for (int i = 0; i < 200; i++)
                torch.zeros(100_000);
        }
    }
}
