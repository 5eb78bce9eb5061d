"""The keras decoder in PyTorch, as its users write it, with the weights of a model folder.

Run: /usr/bin/python3 torch_decoder.py WEIGHTS.safetensors LATENTS LATENT_SIZE      (Debian: python3-torch 1.13, python3-onnx)
LATENTS holds float32 [M, LATENT_SIZE]. Answers each line of its input with one line:
    version                         PyTorch's version
    export FILE.onnx                writes the decoder by torch.onnx.export
    decode FILE                     writes the images of all latents as float32
    count FILE.onnx                 multiply-adds for one image, as its operators define them
    measure LAYOUT BATCH SECONDS    images a second of eager mode, one thread; LAYOUT is contiguous or channels_last
The words of a line are separated by tabs.
"""
import json
import math
import struct
import sys
import time

import numpy
import torch
from torch import nn

LEAD_IN = 0.1


class Image(nn.Module):
    def __init__(self, layout=torch.contiguous_format):
        super().__init__()
        self.layout = layout

    def forward(self, features):
        return features.view(-1, 64, 7, 7).contiguous(memory_format=self.layout)


def read_weights(path, prefix):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    return {
        name[len(prefix):]: torch.from_numpy(numpy.frombuffer(data[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"]).copy())
        for name, entry in header.items() if name.startswith(prefix)}


def decoder(weights, latent_size, layout=torch.contiguous_format):
    network = nn.Sequential(
        nn.Linear(latent_size, 64 * 7 * 7), nn.ReLU(), Image(layout),
        nn.ConvTranspose2d(64, 64, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 3, padding=1), nn.Sigmoid())
    network.load_state_dict(weights)
    return network.eval().to(memory_format=layout)


def export(network, latents, path):
    torch.onnx.export(
        network, latents[:2], path, opset_version=17, do_constant_folding=True,
        input_names=["latent"], output_names=["image"], dynamic_axes={"latent": {0: "N"}, "image": {0: "N"}})


def count(path):
    import onnx
    graph = onnx.shape_inference.infer_shapes(onnx.load(path), strict_mode=True).graph
    shapes = {tensor.name: list(tensor.dims) for tensor in graph.initializer}
    for value in [*graph.input, *graph.output, *graph.value_info]:
        shapes[value.name] = [axis.dim_value or 1 for axis in value.type.tensor_type.shape.dim]
    total = 0
    for node in graph.node:
        weight = shapes.get(node.input[1], []) if len(node.input) > 1 else []
        if node.op_type == "Conv":
            total += math.prod(shapes[node.output[0]]) * math.prod(weight[1:])
        elif node.op_type == "ConvTranspose":
            total += math.prod(shapes[node.input[0]]) * math.prod(weight[1:])
        elif node.op_type == "Gemm":
            total += math.prod(weight)
        elif node.op_type == "MatMul":
            raise ValueError(f"{path}: {node.name} is a MatMul; expected Gemm, Conv and ConvTranspose")
    return total


def measure(network, latents, batch, seconds):
    batches = [latents[first:first + batch] for first in range(0, len(latents) - batch + 1, batch)]

    def run(duration):
        images, start = 0, time.perf_counter()
        while True:
            network(batches[images // batch % len(batches)])
            images += batch
            elapsed = time.perf_counter() - start
            if elapsed >= duration:
                return images / elapsed

    run(seconds * LEAD_IN)
    return run(seconds)


def main(weights_file, latents_file, latent_size):
    # What PyTorch prints is no answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    torch.set_num_threads(1)
    weights = read_weights(weights_file, "decoder.")
    latents = torch.from_numpy(numpy.fromfile(latents_file, "<f4").reshape(-1, int(latent_size)))
    networks = {
        "contiguous": decoder(weights, int(latent_size)),
        "channels_last": decoder(weights, int(latent_size), torch.channels_last)}
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split("\t")
        answer = "done"
        if command == "export":
            export(networks["contiguous"], latents, arguments[0])
        elif command == "count":
            answer = count(arguments[0])
        else:
            with torch.inference_mode():
                if command == "version":
                    answer = torch.__version__
                elif command == "decode":
                    networks["contiguous"](latents).numpy().astype("<f4").tofile(arguments[0])
                elif command == "measure":
                    answer = measure(networks[arguments[0]], latents, int(arguments[1]), float(arguments[2]))
                else:
                    raise ValueError(f"{command} is no command")
        print(answer, file=answers, flush=True)


main(*sys.argv[1:])
