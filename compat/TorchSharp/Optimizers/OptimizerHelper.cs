using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The bookkeeping that all optimizers share: groups, state by parameter, the step's scope.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults = new();

    protected OrderedDict<IntPtr, OptimizerState> _state = [];

    public OptimizerHelper()
    {
    }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        int index = 0;
        foreach (ParamGroup group in _parameter_groups)
        {
            dictionary.Options.Add(group.Options);
            var indices = new List<int>();
            foreach (Parameter parameter in group.Parameters)
            {
                indices.Add(index++);
                dictionary.State.Add(_state[parameter.Handle]);
            }
            dictionary.StateIndexRef.Add(indices);
        }
        return dictionary;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        StateDictionary own = this.state_dict();
        if (state_dict.Options.Count != own.Options.Count)
            throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        if (state_dict.State.Count != own.State.Count)
            throw new ArgumentException("Invalid optimizer state -- different number of states.");
        foreach ((OptimizerOptions options, OptimizerOptions source) in own.Options.Zip(state_dict.Options))
        {
            if (options != source)
                options.LoadStateDict(source);
        }
        foreach ((OptimizerState state, OptimizerState source) in own.State.Zip(state_dict.State))
        {
            if (state != source)
                state.LoadStateDict(source);
        }
    }

    public override void zero_grad()
    {
        foreach (Parameter parameter in parameters())
        {
            using Tensor? gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    public override IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

    public override void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using IDisposable gradients = enable_grad();
            loss = loss_closure();
        }
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (ParamGroup group in _parameter_groups)
            body((T)group);
        return loss;
    }

    private protected void Begin<TOptions>(TOptions defaults, IEnumerable<ParamGroup> groups) where TOptions : OptimizerOptions
    {
        defaults.InitialLearningRate = defaults.LearningRate!.Value; // Every optimizer gives its defaults a rate.
        _defaults = defaults;
        foreach (ParamGroup group in groups)
            add_param_group(group);
    }

    /// <summary>Adds a group whose options are complete, with fresh state for each of its parameters.</summary>
    private protected void Add(ParamGroup group, OptimizerOptions options, Func<Parameter, OptimizerState> newState)
    {
        options.LearningRate ??= _defaults.LearningRate;
        options.InitialLearningRate = options.LearningRate!.Value; // Set the line above.
        group.Options = options;
        _parameter_groups.Add(group);
        foreach (Parameter parameter in group.Parameters)
        {
            OptimizerState state = newState(parameter);
            _state[parameter.Handle] = state;
            state.Initialize(options);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        foreach ((_, OptimizerState state) in _state)
            (state as IDisposable)?.Dispose();
    }
}
