using System.Text;

namespace VaePipeline.Training.Tests.Commands;

/// <summary>Cancels when a text is written: Ctrl-C at a known place.</summary>
internal sealed class CancellingWriter(string trigger, CancellationTokenSource cancellation) : StringWriter
{
    private readonly StringBuilder _seen = new();

    public override void Write(char value)
    {
        base.Write(value);
        See(value.ToString());
    }

    public override void Write(string? value)
    {
        base.Write(value);
        See(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        base.Write(buffer, index, count);
        See(new string(buffer, index, count));
    }

    private void See(string? text)
    {
        if (_seen.Append(text).ToString().Contains(trigger, StringComparison.Ordinal))
        {
            cancellation.Cancel();
        }
    }
}
