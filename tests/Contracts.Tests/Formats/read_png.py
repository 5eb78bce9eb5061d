"""Reads an 8-bit PNG with nothing but zlib and prints width, height, channels and the pixels in hexadecimal."""
import struct
import sys
import zlib

data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n"
position, packed = 8, b""
while position < len(data):
    (length,) = struct.unpack(">I", data[position:position + 4])
    kind = data[position + 4:position + 8]
    body = data[position + 8:position + 8 + length]
    (crc,) = struct.unpack(">I", data[position + 8 + length:position + 12 + length])
    assert zlib.crc32(kind + body) == crc
    if kind == b"IHDR":
        width, height, bits, colour, *rest = struct.unpack(">IIBBBBB", body)
        assert bits == 8 and rest == [0, 0, 0]
    if kind == b"IDAT":
        packed += body
    position += 12 + length
assert kind == b"IEND"

channels = {0: 1, 2: 3}[colour]
size = width * channels
raw = zlib.decompress(packed)
assert len(raw) == height * (size + 1)


def paeth(a, b, c):
    return min((a, b, c), key=lambda value: (abs(a + b - c - value), (a, b, c).index(value)))


pixels, above = b"", bytes(size)
for y in range(height):
    kind, row = raw[y * (size + 1)], bytearray(raw[y * (size + 1) + 1:(y + 1) * (size + 1)])
    for i in range(size):
        a = row[i - channels] if i >= channels else 0
        b = above[i]
        c = above[i - channels] if i >= channels else 0
        row[i] = (row[i] + [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) % 256
    pixels, above = pixels + bytes(row), bytes(row)
print(width, height, channels, pixels.hex())
