using VaePipeline.Data.Plots;

namespace VaePipeline.Training.Reports;

/// <summary>How a report looks: in light and dark, narrow and wide, on paper.</summary>
internal static class ReportStyle
{
    /// <summary>CSS.</summary>
    public static string Css { get; } = """
        :root {
          color-scheme: light dark;
          --ground: #ffffff; --card: #f6f7f9; --ink: #1c2026; --soft: #5c6570; --line: #dfe3e8;
          --training: #1f6fc4; --validation: #d1600a;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #14171b; --card: #1d2127; --ink: #e8eaed; --soft: #a0a8b3; --line: #333941;
            --training: #6db1ff; --validation: #ffa04d;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2rem 1.5rem 3rem; max-width: 75rem; background: var(--ground); color: var(--ink);
          font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; }
        h2 { margin: 2.6rem 0 .4rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.2rem; }
        p, figcaption { margin: .2rem 0 .8rem; max-width: 50rem; color: var(--soft); }
        figure { margin: 0; }
        figcaption { margin-top: .5rem; font-size: .87rem; }
        code { font: .92em ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .8rem; margin: 1.4rem 0 .6rem; padding: 0; }
        .tiles div { padding: .7rem .9rem; border-radius: .5rem; background: var(--card); }
        .tiles dt { color: var(--soft); font-size: .82rem; }
        .tiles dd { margin: 0; font-size: 1.5rem; font-weight: 650; font-variant-numeric: tabular-nums; line-height: 1.3; }
        .tiles small { display: block; font-size: .8rem; font-weight: 400; color: var(--soft); }
        .panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem; }
        .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 2rem; align-items: start; }
        .narrow { max-width: 44rem; }
        .plot { display: block; width: 100%; height: auto; }
        .strips { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .15rem .9rem; align-items: center; font-size: .9rem; color: var(--soft); }
        .strips .pair { margin-top: .7rem; }
        img { display: block; width: 100%; height: auto; image-rendering: pixelated; border-radius: .25rem; background: #000; }
        .strips img { max-width: 46rem; }
        table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .18rem .9rem .18rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        th { font-weight: 500; color: var(--soft); }
        td.number, th.number { text-align: right; }
        .columns { columns: 20rem; column-gap: 2.5rem; }
        .columns table { width: 100%; }
        .columns tr { break-inside: avoid; }
        .scroll { overflow-x: auto; }
        summary { cursor: pointer; color: var(--soft); }
        @media print {
          :root { --ground: #fff; --card: #f6f7f9; --ink: #000; --soft: #444; --line: #ccc; --training: #1f6fc4; --validation: #c25300; }
          body { padding: 0; font-size: 11px; }
          figure, .tiles, .panels svg { break-inside: avoid; }
          h2 { break-after: avoid; }
          .panels { grid-template-columns: repeat(3, 1fr); }
          .points, img, .tiles div { print-color-adjust: exact; }
        }

        """ + PlotStyle.Css(ground: "var(--ground)", ink: "var(--ink)", soft: "var(--soft)", line: "var(--line)");
}
