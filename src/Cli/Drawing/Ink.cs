namespace VaePipeline.Cli.Drawing;

/// <summary>A colour to draw with: 8-bit red, green and blue, and how much of the ground it covers, 0 to 1.</summary>
internal readonly record struct Ink(byte Red, byte Green, byte Blue, float Opacity = 1);
