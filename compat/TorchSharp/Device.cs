namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lies. Only the CPU is there; the others can be named but not used.</summary>
    public class Device
    {
        public Device(string description)
        {
            string[] parts = description.Split(':');
            type = Enum.Parse<DeviceType>(parts[0].ToUpperInvariant());
            index = parts.Length == 2 ? int.Parse(parts[1]) : -1;
        }

        public Device(string deviceType, int index = -1)
        {
            type = Enum.Parse<DeviceType>(deviceType.ToUpperInvariant());
            this.index = index;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        public DeviceType type { get; }

        public int index { get; }

        public override string ToString()
        {
            string text = type.ToString().ToLowerInvariant();
            return type == DeviceType.CPU || index == -1 ? text : $"{text}:{index}";
        }

        public static implicit operator Device(string description) => new(description);
    }
}
