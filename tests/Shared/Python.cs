namespace VaePipeline.Tests;

/// <summary>The system's Python, which reads our files without our code.</summary>
internal static class Python
{
    // The full path, because another python3 on the PATH would not see the distribution's packages.
    private const string Program = "/usr/bin/python3";

    private static (string Name, string Value)[] Environment { get; } =
    [
        ("PYTHONPATH", Path.Combine(AppContext.BaseDirectory, "Pictures")), // For modules that scripts share.
        ("PYTHONDONTWRITEBYTECODE", "1"),
    ];

    /// <summary>Skips the test if modules are missing, such as <c>"torch, numpy"</c>.</summary>
    public static void SkipWithout(string modules) => Interpreter(modules);

    /// <summary>Whether Python has modules, such as <c>"torch, numpy"</c>.</summary>
    public static bool Has(string modules) => SystemProgram.Works(Program, Import(modules));

    /// <summary>Runs a script with arguments and returns what it printed, without the last line feeds.</summary>
    public static string Print(string script, params string[] arguments) => Interpreter("sys").Print(["-c", script, .. arguments], Environment);

    /// <summary>Runs a script file with arguments. Skips the test if a module is missing.</summary>
    /// <param name="modules">The modules that the script imports, such as <c>"torch, numpy"</c>.</param>
    /// <param name="path">The script, relative to the folder of the test program.</param>
    /// <param name="arguments">The script's arguments.</param>
    public static (int ExitCode, byte[] Output, string Errors) RunFile(string modules, string path, params string[] arguments) =>
        Interpreter(modules).Run([Path.Combine(AppContext.BaseDirectory, path), .. arguments], Environment);

    private static SystemProgram Interpreter(string modules) =>
        SystemProgram.OrSkip(Program, $"Python's {modules} (scripts/debian-packages.txt)", Import(modules));

    private static string[] Import(string modules) => ["-c", $"import {modules}"];
}
