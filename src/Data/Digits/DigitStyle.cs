using System.Numerics;
using VaePipeline.Contracts.Numbers;

namespace VaePipeline.Data.Digits;

/// <summary>
/// The hand of one writer: how the points of a form move, and how thick the pen is. All draws are bounded, so that no
/// digit leaves the picture or turns into another one.
/// </summary>
internal readonly struct DigitStyle
{
    // A form's box of 100 units becomes 20 pixels, as in MNIST.
    private const double PixelsPerUnit = 0.2;

    private readonly Matrix3x2 _map;
    private readonly Wave _across;
    private readonly Wave _down;

    public DigitStyle(ref SeededRandom random)
    {
        double slant = 0.12 + random.Bell(0.42);
        double rotation = random.Bell(0.26);
        double width = PixelsPerUnit * random.Between(0.72, 1.08);
        double height = PixelsPerUnit * random.Between(0.86, 1.04);
        Radius = (float)(1.2 + random.Bell(0.6));
        PressureSwing = (float)random.Between(0, 0.18);
        PressurePhase = (float)random.Between(0, 2 * Math.PI);
        Shift = new Vector2((float)random.Bell(1.3), (float)random.Bell(1.3));
        _across = new Wave(ref random);
        _down = new Wave(ref random);

        // y points down: a positive slant leans to the right.
        _map = Matrix3x2.CreateTranslation(-50, -50)
            * Matrix3x2.CreateScale((float)width, (float)height)
            * new Matrix3x2(1, 0, (float)-slant, 1, 0, 0)
            * Matrix3x2.CreateRotation((float)rotation);
    }

    /// <summary>Mean radius of the pen, in pixels.</summary>
    public float Radius { get; }

    /// <summary>How much of the radius comes and goes along a stroke.</summary>
    public float PressureSwing { get; }

    /// <summary>Where in that swing a stroke begins, in radians.</summary>
    public float PressurePhase { get; }

    /// <summary>How far off the middle the digit stands, in pixels.</summary>
    public Vector2 Shift { get; }

    /// <summary>From the form's units to pixels around (0, 0). Points that coincide stay together, so strokes stay joined.</summary>
    public Vector2 Apply(Vector2 point) => Vector2.Transform(point + new Vector2(_across.At(point), _down.At(point)), _map);

    /// <summary>A slow wave over the box of a form: the jitter of a hand.</summary>
    private readonly struct Wave
    {
        private const double Amplitude = 8;

        private readonly Vector2 _frequency;
        private readonly float _phase;
        private readonly float _amplitude;

        public Wave(ref SeededRandom random)
        {
            // Half a period to one and a half over the box.
            _frequency = new Vector2((float)random.Between(-0.06, 0.06), (float)random.Between(0.03, 0.08));
            _phase = (float)random.Between(0, 2 * Math.PI);
            _amplitude = (float)random.Bell(Amplitude);
        }

        public float At(Vector2 point) => _amplitude * MathF.Sin(Vector2.Dot(point, _frequency) + _phase);
    }
}
