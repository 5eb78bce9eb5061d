using System.IO.Compression;
using System.Xml.Linq;

namespace VaePipeline.EndToEnd.Tests.Packages;

/// <summary>Packages named as the real ones, made of the stand-ins of compat/ that lie beside these tests.</summary>
internal static class StandInPackages
{
    private const string Library = "lib/net10.0/";

    /// <summary>Writes the three packages that VaePipeline.Inference depends on into a folder feed.</summary>
    public static void Write(string feed)
    {
        Write(
            feed,
            "Microsoft.ML.OnnxRuntime",
            ThisBuild.OnnxRuntimeVersion,
            dependency: null,
            Library + "Microsoft.ML.OnnxRuntime.dll",
            Library + "System.Numerics.Tensors.dll",
            "runtimes/linux-x64/native/libonnxruntime.so");
        Write(
            feed,
            "Microsoft.ML",
            ThisBuild.MicrosoftMLVersion,
            new XElement("dependency", new XAttribute("id", "Microsoft.ML.OnnxRuntime"), new XAttribute("version", ThisBuild.OnnxRuntimeVersion)),
            Library + "Microsoft.ML.dll");
        Write(
            feed,
            "Microsoft.ML.OnnxTransformer",
            ThisBuild.MicrosoftMLVersion,
            new XElement("dependency", new XAttribute("id", "Microsoft.ML"), new XAttribute("version", ThisBuild.MicrosoftMLVersion)));
    }

    private static void Write(string feed, string id, string version, XElement? dependency, params string[] files)
    {
        using ZipArchive package = ZipFile.Open(Path.Combine(feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using (Stream nuspec = package.CreateEntry($"{id}.nuspec").Open())
        {
            new XElement(
                "package",
                new XElement(
                    "metadata",
                    new XElement("id", id),
                    new XElement("version", version),
                    new XElement("authors", "compat"),
                    new XElement("description", "Stand-in."),
                    new XElement("dependencies", new XElement("group", new XAttribute("targetFramework", "net10.0"), dependency)))).Save(nuspec);
        }

        foreach (string file in files)
        {
            package.CreateEntryFromFile(Path.Combine(AppContext.BaseDirectory, Path.GetFileName(file)), file, CompressionLevel.NoCompression);
        }
    }
}
