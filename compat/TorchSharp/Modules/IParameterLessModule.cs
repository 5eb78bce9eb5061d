namespace TorchSharp.Modules;

/// <summary>Marks a module without parameters.</summary>
public interface IParameterLessModule
{
}
