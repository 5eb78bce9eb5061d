"""Writes the small models of the tests beside this script, with the same bytes each time.

Run: /usr/bin/python3 make_models.py      (Debian: python3-onnx; opset 17, IR version 8)
The weights are multiples of 1/64 or 1/16 made by a formula, so that no random generator matters.
"""
import os

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))
LATENT, IMAGE = 2, (1, 4, 4)
PIXELS = 16


def weights(rows, columns, step):
    cells = numpy.arange(rows * columns, dtype=numpy.int64)
    return ((cells * step % 129 - 64) / 64).astype(numpy.float32).reshape(rows, columns)


def initializer(name, array):
    return numpy_helper.from_array(numpy.ascontiguousarray(array), name)


def value(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def save(name, nodes, inputs, outputs, initializers, metadata=None, check=True, opset=17, ir_version=8, more_opsets=()):
    graph = helper.make_graph(nodes, name, inputs, outputs, initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset), *more_opsets], producer_name="make_models.py")
    model.ir_version = ir_version
    model.model_version = 1
    helper.set_model_props(model, metadata or {})
    if check:
        onnx.checker.check_model(model)
    with open(os.path.join(HERE, name + ".onnx"), "wb") as file:
        file.write(model.SerializeToString())


def facts(element="float32"):
    return {
        "modelName": "tiny",
        "latentSize": str(LATENT),
        "imageShape": "1x4x4",
        "valueRange": "0..1" if element == "float32" else "0..255",
        "elementType": element,
    }


def decoder_nodes(image):
    """latent -> MatMul, Tanh, MatMul, Sigmoid -> [N, 1, 4, 4]."""
    return [
        helper.make_node("MatMul", ["latent", "w1"], ["h1"]),
        helper.make_node("Tanh", ["h1"], ["h2"]),
        helper.make_node("MatMul", ["h2", "w2"], ["h3"]),
        helper.make_node("Sigmoid", ["h3"], ["h4"]),
        helper.make_node("Reshape", ["h4", "shape"], [image]),
    ]


DECODER = [
    initializer("w1", weights(LATENT, 8, 37)),
    initializer("w2", weights(8, PIXELS, 53) * 2),
    initializer("shape", numpy.array([-1, *IMAGE], dtype=numpy.int64)),
]
QUANTIZE = [
    initializer("scale", numpy.array(1 / 255, dtype=numpy.float32)),
    initializer("zero", numpy.array(0, dtype=numpy.uint8)),
]


def half_models():
    """Float16 tensors in all the places where they can be hard to convert at the graph's edges."""
    half = TensorProto.FLOAT16
    signal = value("signal", ["N", 2], half)
    weight = numpy.array([1.5, -0.25], dtype=numpy.float16)
    save("half", [helper.make_node("Identity", ["signal"], ["echo"])], [signal], [value("echo", ["N", 2], half)], [])
    save(
        "half-direct", [helper.make_node("Neg", ["signal"], ["negative"])],
        [signal], [value("signal", ["N", 2], half), value("negative", ["N", 2], half)], [])

    # "scaled" is an output that other nodes use; the names that an editor might choose for inner tensors are there.
    outputs = [value("scaled", ["N", 2], half), value("level", ["N", 2]), value("wide", ["N", 2], TensorProto.DOUBLE)]
    save(
        "half-graph",
        [
            helper.make_node("Mul", ["signal", "weight"], ["scaled"]),
            helper.make_node("Neg", ["scaled"], ["scaled_inner"]),
            helper.make_node("Add", ["scaled_inner", "signal"], ["signal_inner"]),
            helper.make_node("Cast", ["signal_inner"], ["level"], to=TensorProto.FLOAT),
            helper.make_node("Cast", ["level"], ["wide"], to=TensorProto.DOUBLE),
        ],
        [signal], outputs, [initializer("weight", weight)])

    # The bodies of If use tensors from around them: an input, and an output. "nought" is an input with a default.
    branches = {
        body: helper.make_graph([helper.make_node(operation, ["signal", "swapped"], [body])], body, [], [value(body, ["N", 2])])
        for body, operation in (("sum", "Add"), ("difference", "Sub"))
    }
    save(
        "captured",
        [
            helper.make_node("ReduceSum", ["signal"], ["total"], keepdims=0),
            helper.make_node("Greater", ["total", "nought"], ["choice"]),
            helper.make_node("Gather", ["signal", "order"], ["swapped"], axis=1),
            helper.make_node("If", ["choice"], ["chosen"], then_branch=branches["sum"], else_branch=branches["difference"]),
        ],
        [value("signal", ["N", 2]), value("nought", [1])], [value("swapped", ["N", 2]), value("chosen", ["N", 2])],
        [
            initializer("nought", numpy.array(0, dtype=numpy.float32)),
            initializer("order", numpy.array([1, 0], dtype=numpy.int64)),
        ])

    # IR version 3 lists all initializers as inputs; opset 9 has no QuantizeLinear.
    save(
        "half-old", [helper.make_node("Mul", ["signal", "weight"], ["scaled"])],
        [signal, value("weight", [2], half)], [value("scaled", ["N", 2], half)], [initializer("weight", weight)], opset=9, ir_version=3)
    save(
        "bytes-old", [helper.make_node("Mul", ["signal", "weight"], ["scaled"])],
        [value("signal", ["N", 2]), value("weight", [2])], [value("scaled", ["N", 2])],
        [initializer("weight", weight.astype(numpy.float32))], opset=10, ir_version=3)


def main():
    latent, image = value("latent", ["N", LATENT]), value("image", ["N", *IMAGE])
    save("decoder", decoder_nodes("image"), [latent], [image], DECODER, facts())
    save(
        "decoder-uint8",
        [*decoder_nodes("pixels"), helper.make_node("QuantizeLinear", ["pixels", "scale", "zero"], ["image"])],
        [latent], [value("image", ["N", *IMAGE], TensorProto.UINT8)], DECODER + QUANTIZE, facts("uint8"))
    save(
        "encoder",
        [
            helper.make_node("Flatten", ["image"], ["flat"]),
            helper.make_node("MatMul", ["flat", "wm"], ["mean"]),
            helper.make_node("MatMul", ["flat", "wv"], ["log_variance"]),
        ],
        [image], [value("mean", ["N", LATENT]), value("log_variance", ["N", LATENT])],
        [initializer("wm", weights(PIXELS, LATENT, 41)), initializer("wv", weights(PIXELS, LATENT, 29))], facts())

    # Foreign and refused models.
    save("no-metadata", decoder_nodes("image"), [latent], [image], DECODER)
    save("latent-3-in-metadata", decoder_nodes("image"), [latent], [image], DECODER, {**facts(), "latentSize": "3"})
    fixed = [DECODER[0], DECODER[1], initializer("shape", numpy.array([4, *IMAGE], dtype=numpy.int64))]
    save("fixed-batch", decoder_nodes("image"), [value("latent", [4, LATENT])], [value("image", [4, *IMAGE])], fixed, facts())
    one = [DECODER[0], DECODER[1], initializer("shape", numpy.array([1, *IMAGE], dtype=numpy.int64))]
    save("fixed-one", decoder_nodes("image"), [value("latent", [1, LATENT])], [value("image", [1, *IMAGE])], one, facts())
    save(
        "symbolic-width", [helper.make_node("Identity", ["signal"], ["echo"])],
        [value("signal", ["N", "width"])], [value("echo", ["N", "width"])], [])
    save(
        "wide", [helper.make_node("Identity", ["signal"], ["echo"])],
        [value("signal", ["N", 65536, 65536])], [value("echo", ["N", 65536, 65536])], [])

    # Two inputs of different types, one scalar a row, and outputs of several types.
    save(
        "several",
        [
            helper.make_node("Cast", ["label"], ["shift"], to=TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["shift", "one"], ["column"]),
            helper.make_node("Add", ["latent", "column"], ["sum"]),
            helper.make_node("Cast", ["latent"], ["wide"], to=TensorProto.DOUBLE),
            helper.make_node("Add", ["label", "label"], ["twice"]),
            helper.make_node("Greater", ["latent", "nought"], ["positive"]),
        ],
        [latent, value("label", ["N"], TensorProto.INT64)],
        [
            value("sum", ["N", LATENT]),
            value("wide", ["N", LATENT], TensorProto.DOUBLE),
            value("twice", ["N"], TensorProto.INT64),
            value("positive", ["N", LATENT], TensorProto.BOOL),
        ],
        [
            initializer("one", numpy.array([1], dtype=numpy.int64)),
            initializer("nought", numpy.array(0, dtype=numpy.float32)),
        ])
    save(
        "two-alike", [helper.make_node("Add", ["left", "right"], ["sum"])],
        [value("left", ["N", 2]), value("right", ["N", 2])], [value("sum", ["N", 2])], [])
    half_models()

    save(
        "convolution", [helper.make_node("Conv", ["image", "kernel"], ["scaled"])],
        [image], [value("scaled", ["N", *IMAGE])], [initializer("kernel", numpy.full((1, 1, 1, 1), 2, dtype=numpy.float32))])
    save(
        "texts", [helper.make_node("Identity", ["words"], ["same"]), helper.make_node("Identity", ["name"], ["alias"])],
        [value("words", ["N", 2], TensorProto.STRING), value("name", ["N"], TensorProto.STRING)],
        [value("same", ["N", 2], TensorProto.STRING), value("alias", ["N"], TensorProto.STRING)], [])
    # Its first axes are no batch: 4 rows go in, 2 come out.
    save(
        "no-batch", [helper.make_node("Transpose", ["matrix"], ["transposed"])],
        [value("matrix", [4, 2])], [value("transposed", [2, 4])], [])

    # ML.NET reads the slot names of "echo" from the node mlnet.echo.SlotNames.
    signal, echo = value("signal", ["N", 2]), value("echo", ["N", 2])
    identity = helper.make_node("Identity", ["signal"], ["echo"])
    slots = helper.make_node(
        "LabelEncoder", ["names"], ["unused"], name="mlnet.echo.SlotNames", domain="ai.onnx.ml", keys_strings=["a", "b"], values_int64s=[0, 1])
    save(
        "slot-names", [identity, slots], [signal], [echo], [initializer("names", numpy.array(["a", "b"], dtype=object))],
        more_opsets=[helper.make_opsetid("ai.onnx.ml", 2)])
    # One of its outputs is a sequence, not a tensor.
    pair = helper.make_tensor_sequence_value_info("pair", TensorProto.FLOAT, ["N", 2])
    save("sequence", [identity, helper.make_node("SequenceConstruct", ["signal", "signal"], ["pair"])], [signal], [echo, pair], [])

    # Names another file as the place of its weights.
    outside = initializer("w1", weights(LATENT, 8, 37))
    outside.ClearField("raw_data")
    outside.data_location = TensorProto.EXTERNAL
    outside.external_data.add(key="location", value="weights.bin")
    save("external-data", decoder_nodes("image"), [latent], [image], [outside, *DECODER[1:]], facts(), check=False)


main()
