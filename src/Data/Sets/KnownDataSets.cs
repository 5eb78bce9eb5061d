using VaePipeline.Data.Images;

namespace VaePipeline.Data.Sets;

/// <summary>The data sets that <c>--data NAME</c> knows. None of them is part of this project.</summary>
internal static class KnownDataSets
{
    /// <summary>LeCun, Cortes and Burges, 1998.</summary>
    public static KnownDataSet Mnist { get; } = new(
        "mnist",
        "CC BY-SA 3.0 (Yann LeCun and Corinna Cortes)",
        [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")],
        [
            new(IdxNames.TrainingImages, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", IsHashOfUnpacked: true),
            new(IdxNames.TrainingLabels, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", IsHashOfUnpacked: true),
            new(IdxNames.TestImages, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", IsHashOfUnpacked: true),
            new(IdxNames.TestLabels, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", IsHashOfUnpacked: true),
        ]);

    /// <summary>Xiao, Rasul and Vollgraf, 2017.</summary>
    public static KnownDataSet FashionMnist { get; } = new(
        "fashion-mnist",
        "MIT (Zalando SE)",
        [new("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"), new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")],
        [
            new(IdxNames.TrainingImages, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", IsHashOfUnpacked: false),
            new(IdxNames.TrainingLabels, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", IsHashOfUnpacked: false),
            new(IdxNames.TestImages, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", IsHashOfUnpacked: false),
            new(IdxNames.TestLabels, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", IsHashOfUnpacked: false),
        ]);

    /// <summary>Clanuwat et al., 2018, in its second release of February 2019.</summary>
    public static KnownDataSet Kmnist { get; } = new(
        "kmnist",
        "CC BY-SA 4.0 (ROIS-DS Center for Open Data in the Humanities)",
        [new("http://codh.rois.ac.jp/kmnist/dataset/kmnist/"), new("https://codh.rois.ac.jp/kmnist/dataset/kmnist/")],
        [
            new(IdxNames.TrainingImages, "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4", IsHashOfUnpacked: false),
            new(IdxNames.TrainingLabels, "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17", IsHashOfUnpacked: false),
            new(IdxNames.TestImages, "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5", IsHashOfUnpacked: false),
            new(IdxNames.TestLabels, "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c", IsHashOfUnpacked: false),
        ]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownDataSet> All { get; } = [Mnist, FashionMnist, Kmnist];
}
