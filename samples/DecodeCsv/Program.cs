// Decodes a CSV file of latent points in an ML.NET pipeline and saves the images as a text file, one row a point.
// Run from the root of the checkout: dotnet run --project samples/DecodeCsv -- samples/latents.csv digits.tsv
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference;

if (args is not [string csv, string tsv])
{
    Console.Error.WriteLine("usage: DecodeCsv LATENTS.csv OUTPUT.tsv");
    return 2;
}

var mlContext = new MLContext();
TextLoader.Column[] columns = [new("z0", DataKind.Single, 0), new("z1", DataKind.Single, 1)];
IDataView points = mlContext.Data.LoadFromTextFile(csv, columns, separatorChar: ',', hasHeader: true);

// Two columns of a number each become the vector that the decoder reads; pixels leave as 0 to 255.
var pipeline = mlContext.Transforms.Concatenate("Latent", "z0", "z1")
    .Append(mlContext.Transforms.DecodeLatents("models/mnist-2d", options: new BatchedOnnxOptions { PixelType = PixelType.Byte }))
    .Append(mlContext.Transforms.SelectColumns("Latent", "Image"));
IDataView images = pipeline.Fit(points).Transform(points);

// Nothing was decoded yet: saving pulls the rows through the pipeline, a batch at a time, whatever the size of the file.
using (FileStream output = File.Create(tsv))
{
    mlContext.Data.SaveAsText(images, output, headerRow: false, schema: false, forceDense: true);
}

Console.WriteLine($"{tsv}: {File.ReadLines(tsv).Count()} rows of 2 latents and 784 pixels");
return 0;
