namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets an optimizer's learning rates from the number of steps (or epochs) taken.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;

                private readonly Optimizer? _optimizer;
                private readonly List<double> _first = [];
                private List<double> _last = [];
                private int _epoch;

                protected LRScheduler()
                {
                }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    _optimizer = optimizer;
                    _epoch = last_epoch;
                    _first.AddRange(optimizer.ParamGroups.Select(group => group.InitialLearningRate));
                    _last.AddRange(optimizer.ParamGroups.Select(group => group.LearningRate));
                }

                public virtual void step() => step(null);

                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _epoch = epoch ?? _epoch + 1;
                    _last = [.. epoch is null ? get_lr() : get_closed_form_lr()];
                    foreach ((ILearningRateController group, double rate) in _optimizer!.ParamGroups.Zip(_last)) // Set by every constructor that steps.
                        group.LearningRate = rate;
                }

                public virtual void step(double current, int? epoch = null) => step(epoch);

                public IEnumerable<double> get_last_lr() => _last;

                protected virtual IEnumerable<double> get_lr() => get_closed_form_lr();

                protected virtual IEnumerable<double> get_closed_form_lr() =>
                    _optimizer!.ParamGroups.Select(group => group.LearningRate); // As in step.

                /// <summary>The rates that <paramref name="rate"/> gives for each group's first rate and the epoch.</summary>
                private protected IEnumerable<double> Scheduled(Func<double, int, double> rate) =>
                    _first.Select(first => rate(first, _epoch));
            }
        }
    }
}
