using Microsoft.ML.OnnxRuntime;

// What cold starts are measured against: the engine alone loads a decoder of two latents and decodes one of them.
using var session = new InferenceSession(args[0]);
using var options = new RunOptions();
using OrtValue latent = OrtValue.CreateTensorValueFromMemory(new float[] { 0.5f, -1 }, [1, 2]);
using IDisposableReadOnlyCollection<OrtValue> image = session.Run(options, [session.InputNames[0]], [latent], [session.OutputNames[0]]);
Console.WriteLine(image[0].GetTensorDataAsSpan<float>()[0]);
