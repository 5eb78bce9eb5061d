"""Points of a seed, by the documented recipe: SplitMix64 of (seed, row), the quantile of 52 bits, float32; prints their bits.

Usage: prior_points.py SEED COUNT LATENT_SIZE. statistics.NormalDist.inv_cdf is Python's own AS 241, on the system's logarithm.
"""
import statistics
import struct
import sys

MASK, GOLDEN = (1 << 64) - 1, 0x9E3779B97F4A7C15


def mix(value):
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & MASK
    return value ^ (value >> 31)


seed, count, size = map(int, sys.argv[1:])
quantile = statistics.NormalDist().inv_cdf
for row in range(count):
    state, bits = mix((mix(seed) + row * GOLDEN) & MASK), []
    for _ in range(size):
        state = (state + GOLDEN) & MASK
        z = quantile(((mix(state) >> 12) + 0.5) / (1 << 52))
        bits.append(struct.pack(">f", z).hex())
    print(",".join(bits))
