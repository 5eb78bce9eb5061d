using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum (also Nesterov's) if asked for.</summary>
public class SGD : OptimizerHelper, optim.IMomentum
{
    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
    {
        if (lr < 0.0)
            throw new ArgumentException($"Invalid learning rate: {lr}");
        if (momentum < 0.0)
            throw new ArgumentException($"Invalid momentum value: {momentum}");
        if (weight_decay < 0.0)
            throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
        if (nesterov && (momentum <= 0 || dampening != 0))
            throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
        var defaults = new Options
        {
            LearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        };
        Begin(defaults, parameters);
    }

    public double Momentum
    {
        get => Defaults.momentum!.Value; // The defaults are complete.
        set => Defaults.momentum = value;
    }

    private Options Defaults => (Options)_defaults;

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var options = (Options?)param_group.Options ?? new Options();
        options.momentum ??= Defaults.momentum;
        options.dampening ??= Defaults.dampening;
        options.weight_decay ??= Defaults.weight_decay;
        options.nesterov ??= Defaults.nesterov;
        options.maximize ??= Defaults.maximize;
        Add(param_group, options, parameter => new State(parameter));
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Step, closure);

    private void Step(ParamGroup group)
    {
        Options options = group.Options;
        // Each option of a group was completed when the group was added.
        double rate = options.LearningRate!.Value, momentum = options.momentum!.Value, decay = options.weight_decay!.Value;
        foreach (Parameter parameter in group.Parameters)
        {
            if (parameter.grad is not { } gradient)
                continue;
            var state = (State)_state[parameter.Handle];
            if (decay != 0)
                gradient = gradient.add(parameter, alpha: decay);
            if (momentum != 0)
            {
                if (state.momentum_buffer is { } buffer)
                    buffer.mul_(momentum).add_(gradient, alpha: 1 - options.dampening!.Value);
                else
                    state.momentum_buffer = gradient.detach().clone().DetachFromDisposeScope();
                gradient = options.nesterov == true
                    ? gradient.add(state.momentum_buffer!, alpha: momentum) // Set just above.
                    : state.momentum_buffer!;
            }
            parameter.add_(gradient, alpha: options.maximize == true ? rate : -rate);
        }
    }

    public class Options : OptimizerOptions
    {
        public double? momentum;
        public double? dampening;
        public double? weight_decay;
        public bool? nesterov;
        public bool? maximize;

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            (momentum, dampening, weight_decay) = (other.momentum, other.dampening, other.weight_decay);
            (nesterov, maximize) = (other.nesterov, other.maximize);
        }
    }

    public class ParamGroup : ParamGroup<Options>, optim.IMomentum
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        public double Momentum
        {
            get => Options.momentum!.Value; // Complete once the group is added.
            set => Options.momentum = value;
        }
    }

    /// <summary>The running momentum of one parameter; null before the first step that has one.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor? momentum_buffer;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public override void Initialize(OptimizerOptions options)
        {
            momentum_buffer?.Dispose();
            momentum_buffer = null;
        }

        public override void LoadStateDict(OptimizerState source)
        {
            momentum_buffer?.Dispose();
            momentum_buffer = Copy(((State)source).momentum_buffer);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state &&
            (momentum_buffer is null || (state.momentum_buffer is not null && momentum_buffer.allclose(state.momentum_buffer)));

        public void Dispose() => momentum_buffer?.Dispose();
    }
}
