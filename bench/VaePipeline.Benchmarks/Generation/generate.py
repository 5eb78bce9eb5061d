"""Generates images from a CSV of latents with PyTorch and numpy, as one would write it for a job of this size.

Run: /usr/bin/python3 generate.py keras|mlp LATENTS.csv OUTPUT.idx THREADS      (Debian: python3-torch 1.13, python3-numpy)
Prints the seconds that it took, from the opening of the CSV to the closing of the images; imports do not count.
"""
import struct
import sys
import time

import numpy
import torch
from torch import nn

BATCH = 256


def decoder(name):
    # Speed does not depend on what the weights have learned.
    if name == "mlp":
        return nn.Sequential(nn.Linear(2, 512), nn.ReLU(), nn.Linear(512, 784), nn.Sigmoid(), nn.Unflatten(1, (1, 28, 28)))
    return nn.Sequential(
        nn.Linear(2, 64 * 7 * 7), nn.ReLU(), nn.Unflatten(1, (64, 7, 7)),
        nn.ConvTranspose2d(64, 64, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 3, padding=1), nn.Sigmoid())


def main(name, latents_file, images_file, threads):
    torch.set_num_threads(int(threads))
    network = decoder(name).eval()
    start = time.perf_counter()
    latents = torch.from_numpy(numpy.loadtxt(latents_file, dtype=numpy.float32, delimiter=",", skiprows=1))
    with open(images_file, "wb") as images, torch.inference_mode():
        images.write(struct.pack(">IIII", 0x00000803, len(latents), 28, 28))
        for first in range(0, len(latents), BATCH):
            pixels = network(latents[first:first + BATCH])
            images.write((pixels * 255).round().to(torch.uint8).numpy().tobytes())
    print(time.perf_counter() - start)


main(*sys.argv[1:])
