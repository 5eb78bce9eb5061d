namespace Microsoft.ML.Runtime;

/// <summary>The environment of an <see cref="MLContext"/>, and the base of those of its components, which get copies of the settings.</summary>
internal class HostEnvironment : IHostEnvironmentInternal
{
    private readonly EnvironmentRoot _root;
    private readonly HostEnvironment? _parent;
    private readonly Random _random;
    private readonly Lock _randomLock = new();

    public HostEnvironment(int? seed)
    {
        _root = new EnvironmentRoot();
        Seed = seed;
        _random = seed is { } value ? new Random(value) : new Random();
        TempFilePath = Path.GetTempPath();
    }

    protected HostEnvironment(HostEnvironment parent, string name, Random random)
    {
        _root = parent._root;
        _random = random;
        Seed = parent.Seed;
        _parent = parent;
        // As in ML.NET, a host's name begins with its grandparent's.
        FullName = parent._parent?.FullName is { } prefix ? $"{prefix}; {name}" : name;
        TempFilePath = parent.TempFilePath;
        GpuDeviceId = parent.GpuDeviceId;
        FallbackToCpu = parent.FallbackToCpu;
    }

    public string? FullName { get; }

    public string? ContextDescription => FullName;

    public ComponentCatalog ComponentCatalog => _root.ComponentCatalog;

    public EnvironmentRoot Root => _root;

    public int? Seed { get; }

    public string TempFilePath { get; set; }

    public bool FallbackToCpu { get; set; }

    public int? GpuDeviceId { get; set; }

    protected Random RandomSource => _random;

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_randomLock)
            return new Host(this, name, new Random(seed ?? _random.Next()));
    }

    public IChannel Start(string name) => new Channel(_root, FullName is null ? name : $"{FullName}; {name}");

    public IPipe<TMessage> StartPipe<TMessage>(string name) => new Pipe<TMessage>(FullName is null ? name : $"{FullName}; {name}");

    public IProgressChannel StartProgressChannel(string name) => new ProgressChannel(name);

    public TException Process<TException>(TException ex)
        where TException : Exception => ExceptionMarks.Mark(ex, FullName);

    public bool TryAddOption<T>(string name, T value) => _root.Options.TryAdd(name, value);

    public void SetOption<T>(string name, T value) => _root.Options[name] = value;

    public bool TryGetOption<T>(string name, out T value)
    {
        bool found = _root.Options.TryGetValue(name, out object? boxed);
        value = found ? (T)boxed! : default!; // The real one hands out default(T) for a missing option too.
        return found;
    }

    public T GetOptionOrDefault<T>(string name) => TryGetOption(name, out T value) ? value : default!; // As above.

    public bool RemoveOption(string name) => _root.Options.TryRemove(name, out _);
}
