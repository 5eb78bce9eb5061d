"""Reads an animated PNG of 8-bit values, filter by filter, with nothing but zlib: prints a line for acTL, one for each frame.

Frames are whole pictures; sequence numbers, CRCs, sizes and the number of frames are asserted.
"""
import struct
import sys

import png_data

chunks = png_data.chunks(sys.argv[1])
assert [kind for kind, _ in chunks[:4]] == [b"IHDR", b"acTL", b"fcTL", b"IDAT"], chunks[:4]
assert chunks[-1] == (b"IEND", b"")

width, height, channels = png_data.size(chunks[0][1])
frames, plays = struct.unpack(">II", chunks[1][1])
print("frames", frames, "plays", plays, "size", width, height, channels)

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
    print("%d/%d" % (delay, per), png_data.pixels(body, width, height, channels).hex())
assert seen == frames
