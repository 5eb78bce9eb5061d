using VaePipeline.Contracts.Safetensors;

namespace VaePipeline.Training.Runs;

/// <summary>Weights that a new run begins with.</summary>
/// <param name="Path">The file that they are from.</param>
/// <param name="Sha256">SHA-256 of that file; 64 lower-case hexadecimal digits.</param>
/// <param name="Tensors">The weights.</param>
internal sealed record InitialWeights(string Path, string Sha256, IReadOnlyList<NamedTensor> Tensors)
{
    /// <summary>Reads the weights of a model folder, or of the last checkpoint where its run has not come to a model.</summary>
    /// <param name="folder">The model folder.</param>
    /// <exception cref="BadInputException">There are none, or they are damaged.</exception>
    public static InitialWeights Read(string folder)
    {
        if (File.Exists(System.IO.Path.Combine(folder, ModelFolder.CardName)))
        {
            var model = ModelFolder.Open(folder, card => [card.Weights], out byte[][] contents);
            return new InitialWeights(model.WeightsPath, model.Card.Weights.Sha256, SafetensorsFile.Read(contents[0], model.WeightsPath).Tensors);
        }

        var checkpoints = RunFolder.CheckpointsOf(folder);
        if (checkpoints.Steps is not [.., var last])
        {
            throw BadInputException.In(folder, "there is neither a model nor a checkpoint in it", "a model folder", "Check --init-from.");
        }

        string file = checkpoints.PathOf(last);
        return new InitialWeights(file, FileEntry.Of(file).Sha256, checkpoints.Read(last).Tensors.Measured);
    }

    /// <summary>Gives the weights to a network.</summary>
    /// <exception cref="BadInputException">They are another network's.</exception>
    public void Apply(Vae vae) => VaeWeights.Restore(vae, Tensors, Path);
}
