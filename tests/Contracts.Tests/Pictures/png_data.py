"""The parts of a PNG of 8-bit values, with nothing but zlib: chunks, and pixels, filter by filter."""
import struct
import zlib


def chunks(path):
    """[(kind, body)], with signature and CRCs asserted."""
    data = open(path, "rb").read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    found, position = [], 8
    while position < len(data):
        (length,) = struct.unpack(">I", data[position:position + 4])
        kind = data[position + 4:position + 8]
        body = data[position + 8:position + 8 + length]
        (crc,) = struct.unpack(">I", data[position + 8 + length:position + 12 + length])
        assert zlib.crc32(kind + body) == crc
        found.append((kind, body))
        position += 12 + length
    assert kind == b"IEND"
    return found


def size(header):
    """(width, height, channels) of an IHDR."""
    width, height, bits, colour, *rest = struct.unpack(">IIBBBBB", header)
    assert bits == 8 and rest == [0, 0, 0]
    return width, height, {0: 1, 2: 3}[colour]


def paeth(a, b, c):
    return min((a, b, c), key=lambda value: (abs(a + b - c - value), (a, b, c).index(value)))


def pixels(packed, width, height, channels):
    """The bytes of all rows, unpacked and unfiltered."""
    raw, length = zlib.decompress(packed), width * channels
    assert len(raw) == height * (length + 1)
    rows, above = b"", bytes(length)
    for y in range(height):
        kind, row = raw[y * (length + 1)], bytearray(raw[y * (length + 1) + 1:(y + 1) * (length + 1)])
        for i in range(length):
            a = row[i - channels] if i >= channels else 0
            b = above[i]
            c = above[i - channels] if i >= channels else 0
            row[i] = (row[i] + [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) % 256
        rows, above = rows + bytes(row), bytes(row)
    return rows
