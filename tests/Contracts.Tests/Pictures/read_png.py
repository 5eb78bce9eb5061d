"""Reads an 8-bit PNG with nothing but zlib and prints width, height, channels and the pixels in hexadecimal."""
import sys

import png_data

found = png_data.chunks(sys.argv[1])
(header,) = [body for kind, body in found if kind == b"IHDR"]
width, height, channels = png_data.size(header)
packed = b"".join(body for kind, body in found if kind == b"IDAT")
print(width, height, channels, png_data.pixels(packed, width, height, channels).hex())
