"""Trains the keras VAE in PyTorch as tightly as a script can: images in one tensor in memory, batches gathered by index.

Run: /usr/bin/python3 torch_training.py THREADS OPTIONS      (Debian: python3-torch 1.13)
OPTIONS is - or some of foreach, set_to_none, channels_last, with commas. Answers each line of its input with one line:
    version             PyTorch's version
    measure SECONDS     images a second, and milliseconds of CPU time a step
    peak SECONDS        GFLOP/s of the fastest product of two 2048 x 2048 matrices
The words of a line are separated by tabs.
"""
import sys
import time

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

IMAGES, BATCH, LATENTS = 12800, 128, 2
LEAD_IN = 0.2


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 32, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(32, 64, 3, stride=2, padding=1), nn.ReLU(),
            nn.Flatten(), nn.Linear(3136, 16), nn.ReLU())
        self.mean, self.log_variance = nn.Linear(16, LATENTS), nn.Linear(16, LATENTS)
        self.decoder = nn.Sequential(
            nn.Linear(LATENTS, 3136), nn.ReLU(), nn.Unflatten(1, (64, 7, 7)),
            nn.ConvTranspose2d(64, 64, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
            nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
            nn.ConvTranspose2d(32, 1, 3, padding=1))

    def loss(self, images):
        features = self.body(images)
        mean, log_variance = self.mean(features), self.log_variance(features).clamp(-10, 10)
        logits = self.decoder(mean + (0.5 * log_variance).exp() * torch.randn_like(mean))
        reconstruction = binary_cross_entropy_with_logits(logits, images, reduction="sum")
        return (reconstruction + 0.5 * (log_variance.exp() + mean.square() - log_variance - 1).sum()) / len(images)


def trainer(options):
    layout = torch.channels_last if "channels_last" in options else torch.contiguous_format
    torch.manual_seed(1)
    images = torch.randint(0, 256, (IMAGES, 1, 28, 28)).float() / 255
    vae = Vae().to(memory_format=layout)
    optimizer = torch.optim.AdamW(vae.parameters(), lr=1e-3, weight_decay=0, foreach="foreach" in options)
    order = torch.randperm(IMAGES)
    at = 0

    def step():
        nonlocal at
        batch = images[order[at:at + BATCH]].contiguous(memory_format=layout)
        at = (at + BATCH) % IMAGES
        optimizer.zero_grad(set_to_none="set_to_none" in options)
        vae.loss(batch).backward()
        optimizer.step()

    return step


def measure(step, seconds):
    def run(duration):
        steps, cpu, start = 0, time.process_time(), time.perf_counter()
        while True:
            step()
            steps += 1
            elapsed = time.perf_counter() - start
            if elapsed >= duration:
                return steps * BATCH / elapsed, (time.process_time() - cpu) / steps * 1e3

    run(seconds * LEAD_IN)
    return run(seconds)


def peak(seconds):
    a, b = torch.randn(2048, 2048), torch.randn(2048, 2048)
    result = torch.empty(2048, 2048)
    best, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        torch.mm(a, b, out=result)
        best = min(best, time.perf_counter() - start)
    return 2 * 2048 ** 3 / best / 1e9


def main(threads, options):
    torch.set_num_threads(int(threads))
    step = None
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split("\t")
        if command == "version":
            answer = torch.__version__
        elif command == "peak":
            answer = peak(float(arguments[0]))
        elif command == "measure":
            step = step or trainer(options.split(","))
            answer = "\t".join(map(str, measure(step, float(arguments[0]))))
        else:
            raise ValueError(f"{command} is no command")
        print(answer, flush=True)


main(*sys.argv[1:])
