namespace VaePipeline.OnnxExport.Tiles;

/// <summary>What a translator does with an image that is held in phases, a <see cref="TiledValue"/>.</summary>
internal enum TileSupport
{
    /// <summary>It gets the whole image.</summary>
    Whole,

    /// <summary>It is a function of single elements, and is called for each part.</summary>
    Elementwise,

    /// <summary>It gets the phases as they are.</summary>
    Own,
}
