using VaePipeline.Training.Protos;

namespace VaePipeline.Training.Export;

/// <summary>A tensor that flows through a graph: a graph input or what a node produces.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Shape">Its shape, N first.</param>
/// <param name="ElementType">Type of its elements.</param>
internal record GraphValue(
    string Name, BatchShape Shape, TensorProto.Types.DataType ElementType = TensorProto.Types.DataType.Float);
