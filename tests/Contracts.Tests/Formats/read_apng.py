"""Reads an animated PNG of 8-bit values, filter by filter, with nothing but zlib: prints a line for acTL, one for each frame.

Frames are whole pictures; sequence numbers, CRCs, sizes and the number of frames are asserted.
"""
import struct
import sys
import zlib

data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n"
chunks, position = [], 8
while position < len(data):
    (length,) = struct.unpack(">I", data[position:position + 4])
    kind = data[position + 4:position + 8]
    body = data[position + 8:position + 8 + length]
    assert struct.unpack(">I", data[position + 8 + length:position + 12 + length])[0] == zlib.crc32(kind + body)
    chunks.append((kind, body))
    position += 12 + length
assert [kind for kind, _ in chunks[:4]] == [b"IHDR", b"acTL", b"fcTL", b"IDAT"], chunks[:4]
assert chunks[-1] == (b"IEND", b"")

width, height, bits, colour = struct.unpack(">IIBB", chunks[0][1][:10])
assert bits == 8
channels = {0: 1, 2: 3}[colour]
frames, plays = struct.unpack(">II", chunks[1][1])
print("frames", frames, "plays", plays, "size", width, height, channels)


def paeth(a, b, c):
    return min((a, b, c), key=lambda value: (abs(a + b - c - value), (a, b, c).index(value)))


def unpack(packed):
    raw, size = zlib.decompress(packed), width * channels
    assert len(raw) == height * (size + 1)
    pixels, above = b"", bytes(size)
    for y in range(height):
        kind, row = raw[y * (size + 1)], bytearray(raw[y * (size + 1) + 1:(y + 1) * (size + 1)])
        for i in range(size):
            a = row[i - channels] if i >= channels else 0
            b = above[i]
            c = above[i - channels] if i >= channels else 0
            row[i] = (row[i] + [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) % 256
        pixels, above = pixels + bytes(row), bytes(row)
    return pixels


sequence, seen = 0, 0
rest = chunks[2:-1]
while rest:
    (kind, control), (data_kind, body), *rest = rest
    assert kind == b"fcTL"
    number, w, h, x, y, delay, per, dispose, blend = struct.unpack(">IIIIIHHBB", control)
    assert (number, w, h, x, y, dispose, blend) == (sequence, width, height, 0, 0, 0, 0)
    sequence += 1
    if seen == 0:
        assert data_kind == b"IDAT"
    else:
        assert data_kind == b"fdAT" and struct.unpack(">I", body[:4])[0] == sequence
        body, sequence = body[4:], sequence + 1
    seen += 1
    print("%d/%d" % (delay, per), unpack(body).hex())
assert seen == frames
