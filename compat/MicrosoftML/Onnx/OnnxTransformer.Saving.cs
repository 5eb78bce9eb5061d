using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

public sealed partial class OnnxTransformer
{
    internal static readonly ModelVersion Version = new("ONNXSCOR", 0x00010003, 0x00010003, 0x00010003, "OnnxTransform", "Microsoft.ML.OnnxTransformer");

    private const string ModelEntry = "OnnxModel";

    /// <summary>Reads a saved transformer; threads are not saved, the GPU is the environment's.</summary>
    internal static OnnxTransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        byte[] entry = context.ReadStream(ModelEntry);
        ModelEntryFormat.Require(entry.Length >= sizeof(int) && BitConverter.ToInt32(entry) == entry.Length - sizeof(int), "Corrupt ONNX model in the model file");
        using var bytes = new MemoryStream(entry, sizeof(int), entry.Length - sizeof(int));
        // MemoryStream's position counts from the offset that it was given.
        var settings = context.Environment as IHostEnvironmentInternal;
        return new OnnxTransformer(context.Environment, new OnnxModelSource
        {
            Bytes = bytes,
            Inputs = LoadNames(context),
            Outputs = LoadNames(context),
            Shapes = LoadShapes(context),
            RecursionLimit = context.Reader.ReadInt32(),
            GpuDeviceId = settings?.GpuDeviceId,
            FallbackToCpu = settings?.FallbackToCpu ?? false,
        });
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion(Version);
        byte[] model = Model.ReadBytes();
        ctx.SaveStream(ModelEntry, writer =>
        {
            writer.Write(model.Length);
            writer.Write(model);
        });
        SaveNames(ctx, Inputs);
        SaveNames(ctx, [.. Outputs.Select(output => output.Name)]);
        ctx.Writer.Write(_source.Shapes.Count);
        foreach ((string name, int[] shape) in _source.Shapes)
        {
            ctx.SaveString(name);
            ctx.Writer.Write(shape.Length);
            foreach (int axis in shape)
                ctx.Writer.Write(axis);
        }
        ctx.Writer.Write(_source.RecursionLimit);
    }

    private static void SaveNames(ModelSaveContext ctx, string[] names)
    {
        ctx.Writer.Write(names.Length);
        foreach (string name in names)
            ctx.SaveString(name);
    }

    private static string[] LoadNames(ModelLoadContext context)
    {
        var names = new string[context.ReadCount(sizeof(int))];
        ModelEntryFormat.Require(names.Length > 0, "Corrupt model file");
        for (int i = 0; i < names.Length; i++)
            names[i] = context.LoadNonEmptyString();
        return names;
    }

    private static Dictionary<string, int[]> LoadShapes(ModelLoadContext context)
    {
        var shapes = new Dictionary<string, int[]>();
        int count = context.ReadCount(2 * sizeof(int));
        for (int i = 0; i < count; i++)
        {
            string name = context.LoadNonEmptyString();
            var shape = new int[context.ReadCount(sizeof(int))];
            for (int axis = 0; axis < shape.Length; axis++)
                shape[axis] = context.Reader.ReadInt32();
            shapes[name] = shape;
        }
        return shapes;
    }
}
