using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;
using VaePipeline.Inference.Transforms;

// The namespace of what is extended, as ML.NET's own packages have it: `using Microsoft.ML;` suffices.
namespace Microsoft.ML;

/// <summary>
/// Any ONNX model with a batch axis as a step of ML.NET pipelines, run in batches. The counterpart of ML.NET's
/// <c>ApplyOnnxModel</c>, which makes one session call for each row; its arguments can stay as they are.
/// </summary>
/// <remarks>
/// Columns may be of Single (tensors of float32 and float16), Double, the integer types, Boolean and text. Every
/// input of the model needs a column: a vector of as many elements as the input's row, or a scalar if that is one.
/// The model is read at once: the file may be deleted afterwards.
/// </remarks>
public static class BatchedOnnxCatalog
{
    /// <summary>Runs a model on the columns that have its inputs' names, and makes a column of each output's name.</summary>
    /// <param name="catalog">The transforms catalog of an <see cref="MLContext"/>.</param>
    /// <param name="modelFile">The .onnx file.</param>
    /// <param name="options">Batch size, threads, session settings; <c>null</c> for the defaults.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="modelFile"/> is not there.</exception>
    /// <exception cref="BadInputException">The model is damaged, has no batch axis, or keeps tensors in other files.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static BatchedOnnxEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog, string modelFile, BatchedOnnxOptions? options = null) =>
        Apply(catalog, null, null, modelFile, options);

    /// <summary>Runs a model on a column that has its one input's name, and makes a column of one output's name.</summary>
    /// <param name="catalog">The transforms catalog of an <see cref="MLContext"/>.</param>
    /// <param name="outputColumnName">The output, and the column to make.</param>
    /// <param name="inputColumnName">The input, and the column to read.</param>
    /// <param name="modelFile">The .onnx file.</param>
    /// <param name="options">Batch size, threads, session settings; <c>null</c> for the defaults.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="modelFile"/> is not there.</exception>
    /// <exception cref="BadInputException">The model is damaged, has no such tensor, no batch axis, or keeps tensors in other files.</exception>
    /// <exception cref="ArgumentException">A name is blank or an option is out of range.</exception>
    public static BatchedOnnxEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string modelFile, BatchedOnnxOptions? options = null) =>
        ApplyOnnxModelBatched(catalog, [outputColumnName], [inputColumnName], modelFile, options);

    /// <summary>Runs a model on columns that have its inputs' names, and makes columns of outputs' names.</summary>
    /// <param name="catalog">The transforms catalog of an <see cref="MLContext"/>.</param>
    /// <param name="outputColumnNames">The outputs, and the columns to make.</param>
    /// <param name="inputColumnNames">The inputs, all of them, and the columns to read.</param>
    /// <param name="modelFile">The .onnx file.</param>
    /// <param name="options">Batch size, threads, session settings; <c>null</c> for the defaults.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="modelFile"/> is not there.</exception>
    /// <exception cref="BadInputException">The model is damaged, has no such tensor, no batch axis, an input without a column, or keeps tensors in other files.</exception>
    /// <exception cref="ArgumentException">A name is blank or given twice, or an option is out of range.</exception>
    public static BatchedOnnxEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        string modelFile,
        BatchedOnnxOptions? options = null) =>
        Apply(catalog, SameNames(outputColumnNames, nameof(outputColumnNames)), SameNames(inputColumnNames, nameof(inputColumnNames)), modelFile, options);

    /// <summary>Runs a model on columns of any names, and makes columns of any names.</summary>
    /// <param name="catalog">The transforms catalog of an <see cref="MLContext"/>.</param>
    /// <param name="outputColumns">The columns to make, by the name of the output.</param>
    /// <param name="inputColumns">The columns to read, by the name of the input; all inputs.</param>
    /// <param name="modelFile">The .onnx file.</param>
    /// <param name="options">Batch size, threads, session settings; <c>null</c> for the defaults.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="modelFile"/> is not there.</exception>
    /// <exception cref="BadInputException">The model is damaged, has no such tensor, no batch axis, an input without a column, or keeps tensors in other files.</exception>
    /// <exception cref="ArgumentException">A name is blank, a column is to be made twice, or an option is out of range.</exception>
    public static BatchedOnnxEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        IReadOnlyDictionary<string, string> outputColumns,
        IReadOnlyDictionary<string, string> inputColumns,
        string modelFile,
        BatchedOnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(outputColumns);
        ArgumentNullException.ThrowIfNull(inputColumns);
        return Apply(catalog, outputColumns, inputColumns, modelFile, options);
    }

    private static BatchedOnnxEstimator Apply(
        TransformsCatalog catalog,
        IReadOnlyDictionary<string, string>? outputColumns,
        IReadOnlyDictionary<string, string>? inputColumns,
        string modelFile,
        BatchedOnnxOptions? options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options = (options ?? new BatchedOnnxOptions()).Validated();
        return BatchedOnnxEstimator.Open(OnnxModel.Read(modelFile), inputColumns, outputColumns, options);
    }

    private static Dictionary<string, string> SameNames(string[] names, string argument)
    {
        ArgumentNullException.ThrowIfNull(names, argument);
        var columns = new Dictionary<string, string>();
        foreach (string name in names)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, argument);
            if (!columns.TryAdd(name, name))
            {
                throw new ArgumentException($"{argument}: \"{name}\" is given twice; expected each name once.", argument);
            }
        }

        return columns;
    }
}
