"""Writes the decoders and the encoder of the tests beside this script, with the same bytes each time.

Run: /usr/bin/python3 make_models.py      (Debian: python3-onnx; opset 17, IR version 8)
Each pixel is a plain number or one latent dimension, so that tests can be checked by hand.
"""
import os

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))


def save_encoder(name):
    """[N, 1, 2, 2] -> mean = the upper pixels, log_variance = the lower ones."""
    nodes = [
        helper.make_node("Reshape", ["image", "shape"], ["flat"]),
        helper.make_node("Split", ["flat", "halves"], ["mean", "log_variance"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, 2, 2])],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["N", 2]) for output in ("mean", "log_variance")],
        [
            numpy_helper.from_array(numpy.array([-1, 4], dtype=numpy.int64), "shape"),
            numpy_helper.from_array(numpy.array([2, 2], dtype=numpy.int64), "halves"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="make_models.py")
    model.ir_version = 8
    helper.set_model_props(model, {
        "modelName": name,
        "latentSize": "2",
        "imageShape": "1x2x2",
        "valueRange": "0..1",
        "elementType": "float32",
    })
    onnx.checker.check_model(model)
    with open(os.path.join(HERE, name + ".onnx"), "wb") as file:
        file.write(model.SerializeToString())


def save(name, columns, offsets, image, element="float32", metadata=True):
    """image = Clip(latent @ columns + offsets, 0, 1), shaped [N, C, H, W]."""
    columns = numpy.array(columns, dtype=numpy.float32)
    latent_size = columns.shape[0]
    tensors = {
        "columns": columns,
        "offsets": numpy.array(offsets, dtype=numpy.float32),
        "low": numpy.array(0, dtype=numpy.float32),
        "high": numpy.array(1, dtype=numpy.float32),
        "shape": numpy.array([-1, *image], dtype=numpy.int64),
    }
    nodes = [
        helper.make_node("MatMul", ["latent", "columns"], ["product"]),
        helper.make_node("Add", ["product", "offsets"], ["sum"]),
        helper.make_node("Clip", ["sum", "low", "high"], ["flat"]),
        helper.make_node("Reshape", ["flat", "shape"], ["image" if element == "float32" else "pixels"]),
    ]
    kind = TensorProto.FLOAT
    if element == "uint8":
        tensors["scale"] = numpy.array(1 / 255, dtype=numpy.float32)
        tensors["zero"] = numpy.array(0, dtype=numpy.uint8)
        nodes.append(helper.make_node("QuantizeLinear", ["pixels", "scale", "zero"], ["image"]))
        kind = TensorProto.UINT8
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("latent", TensorProto.FLOAT, ["N", latent_size])],
        [helper.make_tensor_value_info("image", kind, ["N", *image])],
        [numpy_helper.from_array(array, key) for key, array in tensors.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="make_models.py")
    model.ir_version = 8
    if metadata:
        helper.set_model_props(model, {
            "modelName": name,
            "latentSize": str(latent_size),
            "imageShape": "x".join(str(size) for size in image),
            "valueRange": "0..1" if element == "float32" else "0..255",
            "elementType": element,
        })
    onnx.checker.check_model(model)
    with open(os.path.join(HERE, name + ".onnx"), "wb") as file:
        file.write(model.SerializeToString())


def main():
    # [[z0, z1], [1 - z0, 1]]
    plane = dict(columns=[[1, 0, -1, 0], [0, 1, 0, 0]], offsets=[0, 0, 1, 1], image=(1, 2, 2))
    save("decoder", **plane)
    save("decoder-uint8", **plane, element="uint8")
    save("foreign", **plane, metadata=False)

    # One row of two pixels: red z0, green z1, blue 1 then 0.
    save("decoder-rgb", [[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0]], [0, 0, 0, 0, 1, 0], (3, 1, 2))

    # One row of three pixels: z0, z1, z2.
    save("decoder-latent-3", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0, 0, 0], (1, 1, 3))

    save_encoder("encoder")


main()
