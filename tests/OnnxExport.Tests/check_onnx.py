"""Runs the ONNX project's own checker, with full shape inference, on each file named.

Also strips the shapes that the exporter wrote, infers them anew, and compares: the exporter's shape arithmetic
against ONNX's. A size for which ONNX makes up a name, as for the batch behind a Resize, is not compared.
Exits with 0 and one line a file, or with a message and 1.
"""
import sys

import onnx
from onnx import checker, shape_inference


def shape_of(value):
    return [dim.dim_param or dim.dim_value for dim in value.type.tensor_type.shape.dim]


def agrees(written, inferred):
    return len(written) == len(inferred) and all(
        ours == theirs or str(theirs).startswith("unk__") for ours, theirs in zip(written, inferred))


for path in sys.argv[1:]:
    checker.check_model(path, full_check=True)
    model = onnx.load(path)
    written = {value.name: shape_of(value) for value in [*model.graph.value_info, *model.graph.output]}
    produced = {name for node in model.graph.node for name in node.output}
    if set(written) != produced:
        sys.exit(f"{path}: shapes are written for {sorted(written)}; expected {sorted(produced)}")

    del model.graph.value_info[:]
    inferred = shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    for value in inferred.graph.value_info:
        if not agrees(written[value.name], shape_of(value)):
            sys.exit(f"{path}: {value.name} is written as {written[value.name]}; expected {shape_of(value)}")

    opsets = [(opset.domain, opset.version) for opset in model.opset_import]
    print(f"ir {model.ir_version}, opsets {opsets}, {len(model.graph.node)} nodes, {len(inferred.graph.value_info)} shapes equal")
