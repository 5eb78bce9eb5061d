#!/usr/bin/python3
"""Writes the ONNX files beside this script: python3 make_models.py (Debian's python3-onnx 1.12).

affine.onnx  x [N, 2] float -> y [N, 3] = x W + b and grid [N, 1, 2, 2] = x V, with whole numbers, so that results are exact
sum.onnx     a [N, 2], b [N, 2] float -> total [N, 2] = a + b
bytes.onnx   pixels [N, 4] uint8 -> same [N, 4] uint8 and wide [N, 4] float
fixed.onnx   x [4, 2] float -> y [4, 2]: a batch axis that is a number
free.onnx    x [N, M] float -> y [N, M] = 2 x: a second free axis
types.onnx   words [N, 2] and name [N, 1] string -> all [N, 3] = words, name; double, int64 and bool [N, 2] -> their copies
freer.onnx   x [N, M, K] float -> y [N, M, K]: two free axes beside the batch
"""
import os

import numpy
from onnx import TensorProto, checker, helper, numpy_helper, save

HERE = os.path.dirname(os.path.abspath(__file__))


def value(name, element, shape):
    return helper.make_tensor_value_info(name, element, shape)


def constant(name, array):
    return numpy_helper.from_array(array, name)


def write(name, nodes, inputs, outputs, constants=()):
    graph = helper.make_graph(nodes, name, inputs, outputs, list(constants))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    save(model, os.path.join(HERE, name + ".onnx"))


F, B = TensorProto.FLOAT, TensorProto.UINT8
f32 = lambda *rows: numpy.array(rows, dtype=numpy.float32)

write("affine",
      [helper.make_node("Gemm", ["x", "w", "b"], ["y"]),
       helper.make_node("MatMul", ["x", "v"], ["flat"]),
       helper.make_node("Reshape", ["flat", "shape"], ["grid"])],
      [value("x", F, ["N", 2])], [value("y", F, ["N", 3]), value("grid", F, ["N", 1, 2, 2])],
      [constant("w", f32([1, 2, 3], [10, 20, 30])), constant("b", numpy.array([100, 200, 300], dtype=numpy.float32)),
       constant("v", f32([1, 0, 1, -1], [0, 1, 1, 1])), constant("shape", numpy.array([-1, 1, 2, 2], dtype=numpy.int64))])
write("sum", [helper.make_node("Add", ["a", "b"], ["total"])],
      [value("a", F, ["N", 2]), value("b", F, ["N", 2])], [value("total", F, ["N", 2])])
write("bytes", [helper.make_node("Identity", ["pixels"], ["same"]), helper.make_node("Cast", ["pixels"], ["wide"], to=F)],
      [value("pixels", B, ["N", 4])], [value("same", B, ["N", 4]), value("wide", F, ["N", 4])])
write("fixed", [helper.make_node("Identity", ["x"], ["y"])], [value("x", F, [4, 2])], [value("y", F, [4, 2])])
write("free", [helper.make_node("Add", ["x", "x"], ["y"])], [value("x", F, ["N", "M"])], [value("y", F, ["N", "M"])])
write("freer", [helper.make_node("Identity", ["x"], ["y"])], [value("x", F, ["N", "M", "K"])], [value("y", F, ["N", "M", "K"])])
S, D, I, T = TensorProto.STRING, TensorProto.DOUBLE, TensorProto.INT64, TensorProto.BOOL
write("types",
      [helper.make_node("Concat", ["words", "name"], ["all"], axis=1)]
      + [helper.make_node("Identity", [kind], [kind + "_copy"]) for kind in ("double", "int64", "bool")],
      [value("words", S, ["N", 2]), value("name", S, ["N", 1])] + [value(kind, t, ["N", 2]) for kind, t in (("double", D), ("int64", I), ("bool", T))],
      [value("all", S, ["N", 3])] + [value(kind + "_copy", t, ["N", 2]) for kind, t in (("double", D), ("int64", I), ("bool", T))])
