namespace VaePipeline.Data.Plots;

/// <summary>How plots look.</summary>
internal static class PlotStyle
{
    /// <summary>CSS for plots in dark text on white.</summary>
    public static string OnWhite { get; } = Css(ground: "#ffffff", ink: "#1c2026", soft: "#5c6570", line: "#dfe3e8");

    /// <summary>CSS for plots on a ground of one's own; each parameter is a CSS colour or a variable.</summary>
    /// <param name="ground">What lies below.</param>
    /// <param name="ink">Titles and names.</param>
    /// <param name="soft">Numbers and frames.</param>
    /// <param name="line">The grid.</param>
    public static string Css(string ground, string ink, string soft, string line) => $$"""
        .plot { font: 13px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        .plot text { fill: {{ink}}; }
        .plot .title { font-size: 16px; font-weight: 650; }
        .plot .soft { fill: {{soft}}; font-variant-numeric: tabular-nums; }
        .plot .end { text-anchor: end; }
        .plot .middle { text-anchor: middle; }
        .plot .frame { stroke: {{soft}}; fill: none; }
        .plot .grid { stroke: {{line}}; fill: none; }
        .plot .marker { stroke: {{soft}}; stroke-dasharray: 2 4; fill: none; }
        .plot .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .plot .points { fill: none; stroke-width: 4.4; stroke-linecap: round; stroke-opacity: .85; }
        .plot .dot { stroke-width: 11; stroke-linecap: round; }
        .plot .last { font-weight: 650; font-variant-numeric: tabular-nums; }
        .plot .name { font-size: 18px; font-weight: 800; stroke: {{ground}}; stroke-width: 5px; paint-order: stroke; stroke-linejoin: round; }
        """;
}
