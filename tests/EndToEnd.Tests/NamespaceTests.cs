using Mono.Cecil;
using Mono.Cecil.Cil;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>Between the namespaces of a project there is no cycle, as its compiled types tell it.</summary>
public sealed class NamespaceTests
{
    [Theory]
    [InlineData("VaePipeline.Contracts")]
    [InlineData("VaePipeline.Data")]
    [InlineData("VaePipeline.OnnxExport")]
    [InlineData("VaePipeline.Inference")]
    [InlineData("VaePipeline.Generation")]
    [InlineData("VaePipeline.CommandLine")]
    [InlineData("VaePipeline.Training")]
    [InlineData("vae")]
    public void Namespaces_of_a_project_have_no_cycle(string assembly)
    {
        ILookup<string, Use> uses = Uses(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));

        string[] circles = [.. uses.Select(space => Circle(space.Key, uses)).OfType<List<string>>().Select(circle => string.Join("\n", circle)).Order()];
        Assert.True(circles.Length == 0, string.Join("\n\n", circles));
    }

    [Fact]
    public void Circle_is_found_and_named_by_its_types()
    {
        Use[] uses = [new("A", "B", "A.X -> B.Y"), new("B", "C", "B.Y -> C.Z"), new("B", "D", "B.Y -> D.W"), new("C", "A", "C.Z -> A.X")];

        Assert.Equal(["A.X -> B.Y", "B.Y -> C.Z", "C.Z -> A.X"], Circle("A", uses.ToLookup(use => use.From)));
        Assert.Null(Circle("D", uses.ToLookup(use => use.From)));
    }

    /// <summary>The shortest way from a namespace back to itself, one pair of types for each step; null if there is none.</summary>
    private static List<string>? Circle(string start, ILookup<string, Use> uses)
    {
        Queue<List<Use>> ways = new([[]]);
        HashSet<string> seen = [];
        while (ways.TryDequeue(out List<Use>? way))
        {
            foreach (Use use in uses[way.Count == 0 ? start : way[^1].To])
            {
                List<Use> longer = [.. way, use];
                if (use.To == start)
                {
                    return [.. longer.Select(step => step.Types)];
                }

                if (seen.Add(use.To))
                {
                    ways.Enqueue(longer);
                }
            }
        }

        return null;
    }

    private static ILookup<string, Use> Uses(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        return module.GetTypes()
            .SelectMany(type => References(type).SelectMany(Parts).Select(used => (From: Outermost(type), To: used)))
            .Where(pair => pair.To.Scope == module)
            .Select(pair => (pair.From, To: Outermost(pair.To.Resolve())))
            .Where(pair => pair.From.Namespace != pair.To.Namespace && IsOurs(pair.From) && IsOurs(pair.To))
            .Select(pair => new Use(pair.From.Namespace, pair.To.Namespace, $"{pair.From.FullName} -> {pair.To.FullName}"))
            .DistinctBy(use => (use.From, use.To))
            .ToLookup(use => use.From);
    }

    private static bool IsOurs(TypeDefinition type) => type.Namespace.StartsWith("VaePipeline", StringComparison.Ordinal) || type.Namespace == "Microsoft.ML";

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>The types that a reference is made of: those of arrays, generic instances and their arguments.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [.. generic.GenericArguments.SelectMany(Parts), .. Parts(generic.ElementType)],
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(entry => entry.InterfaceType),
        .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
        .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Methods.SelectMany(method => Signature(method).Concat(method.HasBody ? Body(method.Body) : [])),
    ];

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
    [
        method.DeclaringType,
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    private static IEnumerable<TypeReference?> Body(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => instruction.Operand switch
        {
            TypeReference type => [type],
            MethodReference method => Signature(method),
            FieldReference field => [field.DeclaringType, field.FieldType],
            _ => (IEnumerable<TypeReference?>)[],
        }),
    ];

    /// <param name="From">A namespace.</param>
    /// <param name="To">One that it uses.</param>
    /// <param name="Types">A pair of types that shows it.</param>
    private sealed record Use(string From, string To, string Types);
}
