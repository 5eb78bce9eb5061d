"""Exports models as PyTorch's users do, with torch.onnx.export as it comes, into a folder.

Run: /usr/bin/python3 export_models.py FOLDER      (Debian: python3-torch 1.13)
The weights come from torch's own initialization, seeded.
"""
import inspect
import os
import sys

import torch
from torch import nn

LATENT = 20

# PyTorch 2.9 and newer export by dynamo unless told otherwise, which needs onnxscript and takes other arguments.
EXPORTER = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}


class ConvolutionalDecoder(nn.Module):
    """latent [N, 20] -> image [N, 1, 28, 28]; the batch size is taken from the input, as is usual."""

    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(LATENT, 16 * 7 * 7)
        self.layers = nn.Sequential(
            nn.BatchNorm2d(16), nn.ReLU(),
            nn.ConvTranspose2d(16, 8, 4, stride=2, padding=1), nn.BatchNorm2d(8), nn.LeakyReLU(0.2),
            nn.ConvTranspose2d(8, 1, 4, stride=2, padding=1), nn.Sigmoid())

    def forward(self, latent):
        return self.layers(self.dense(latent).view(latent.size(0), 16, 7, 7))


class Encoder(nn.Module):
    """image [N, 1, 28, 28] -> mean [N, 20], log_variance [N, 20]."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 8, 3, stride=2, padding=1), nn.SiLU(), nn.Flatten(), nn.Linear(8 * 14 * 14, 64), nn.Tanh())
        self.mean = nn.Linear(64, LATENT)
        self.log_variance = nn.Linear(64, LATENT)

    def forward(self, image):
        body = self.body(image)
        return self.mean(body), self.log_variance(body)


class ConditionalDecoder(nn.Module):
    """latent [N, 20], label [N] int64 in 0..9 -> image [N, 784]."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 8)
        self.body = mlp(LATENT + 8)

    def forward(self, latent, label):
        return self.body(torch.cat([latent, self.embedding(label)], dim=1))


def mlp(inputs):
    return nn.Sequential(nn.Linear(inputs, 400), nn.ReLU(), nn.Linear(400, 784), nn.Sigmoid())


def export(folder, name, module, inputs, outputs, fixed_batch=None):
    """inputs: example tensors by name. Without fixed_batch the first axis of every tensor is symbolic."""
    axes = {} if fixed_batch else {tensor: {0: "batch"} for tensor in [*inputs, *outputs]}
    torch.onnx.export(
        module.eval(), tuple(inputs.values()), os.path.join(folder, name + ".onnx"),
        input_names=list(inputs), output_names=outputs, dynamic_axes=axes, **EXPORTER)


def main(folder):
    torch.manual_seed(1)
    latent = {"latent": torch.randn(2, LATENT)}
    export(folder, "mlp", mlp(LATENT), latent, ["image"])
    export(folder, "encoder", Encoder(), {"image": torch.rand(2, 1, 28, 28)}, ["mean", "log_variance"])
    export(folder, "conditional", ConditionalDecoder(), {**latent, "label": torch.tensor([3, 7])}, ["image"])

    # One network three times: its batch axis symbolic, 1 and 4.
    decoder = ConvolutionalDecoder()
    decoder(torch.randn(64, LATENT))  # In training mode still: batch normalization gets statistics other than 0 and 1.
    export(folder, "convolutional", decoder, latent, ["image"])
    for batch in (1, 4):
        export(folder, f"convolutional-{batch}", decoder, {"latent": torch.randn(batch, LATENT)}, ["image"], fixed_batch=batch)


main(sys.argv[1])
