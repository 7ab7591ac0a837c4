"""Writes the Inception v3 of published Inception scores and FIDs as ONNX with its card, so that `wframe evaluate` speaks the
community protocol: the TensorFlow network of 2015-12-05 in its PyTorch translation, TF1 bilinear resize inside the graph.

    python export_inception.py pt_inception-2015-12-05-6726825d.pth OUTPUT_FOLDER

Needs torch and onnx, and the weights, which pytorch-fid and torch-fidelity publish under that name (98 MB; their licence is
Apache 2.0). The project carries neither, so this script cannot run here: its graph has been built and evaluated with random weights
only, and the tests try the mechanism of cards on a small generated classifier instead. What to expect of the result: the 50,000 CIFAR-10 training images score 11.237 +- 0.095 in 10 shuffled splits (seed 2020). Until you
have seen that number with your weights, do not publish others.

    wframe evaluate --generated CIFAR10_TRAIN --metrics inception-score --inception OUTPUT_FOLDER/inception-2015-12-05.onnx
"""
import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

NAME = "inception-2015-12-05"
WEIGHTS_SHA256 = "6726825d"  # the published file's name ends with the head of its hash
BATCH_NORM_EPSILON = 1e-3
SIDE = 299


class Graph:
    """ONNX nodes in the order they are called; every method returns the name of its result."""

    def __init__(self, weights):
        self.weights, self.nodes, self.constants = weights, [], []

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(values, name))
        return name

    def node(self, kind, inputs, output=None, **attributes):
        output = output or f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def conv(self, name, x, stride=1, pad=(0, 0)):
        """Convolution, batch normalisation (folded into the kernel in float64) and ReLU."""
        kernel, gamma, beta, mean, variance = (self.weights[f"{name}.{part}"].astype(np.float64) for part in (
            "conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"))
        factor = gamma / np.sqrt(variance + BATCH_NORM_EPSILON)
        inputs = [x, self.constant(f"{name}.kernel", (kernel * factor[:, None, None, None]).astype(np.float32)),
                  self.constant(f"{name}.bias", (beta - mean * factor).astype(np.float32))]
        y = self.node("Conv", inputs, kernel_shape=kernel.shape[2:], strides=[stride] * 2, pads=[*pad, *pad])
        return self.node("Relu", [y])

    def chain(self, x, *layers):
        for name, *window in layers:
            x = self.conv(name, x, *window)
        return x

    def max_pool(self, x, stride=2, pad=0):
        return self.node("MaxPool", [x], kernel_shape=[3, 3], strides=[stride] * 2, pads=[pad] * 4)

    def mean_pool(self, x):
        """3x3 mean that leaves the padding out of the count, as TensorFlow's does."""
        return self.node("AveragePool", [x], kernel_shape=[3, 3], strides=[1, 1], pads=[1] * 4, count_include_pad=0)

    def join(self, *parts):
        return self.node("Concat", list(parts), axis=1)


SAME, ROW, COLUMN = (1, (1, 1)), (1, (0, 3)), (1, (3, 0))  # (stride, pads) of 3x3, 1x7 and 7x1 kernels


def block_5(g, name, x):
    """35x35 grid: 1x1, 5x5, double 3x3, pooled."""
    n = name + ".branch"
    return g.join(g.conv(n + "1x1", x),
                  g.chain(x, (n + "5x5_1",), (n + "5x5_2", 1, (2, 2))),
                  g.chain(x, (n + "3x3dbl_1",), (n + "3x3dbl_2", *SAME), (n + "3x3dbl_3", *SAME)),
                  g.conv(n + "_pool", g.mean_pool(x)))


def block_6a(g, name, x):
    """35x35 to 17x17."""
    n = name + ".branch"
    return g.join(g.conv(n + "3x3", x, 2),
                  g.chain(x, (n + "3x3dbl_1",), (n + "3x3dbl_2", *SAME), (n + "3x3dbl_3", 2)),
                  g.max_pool(x))


def block_6(g, name, x):
    """17x17 grid: 7x7 kernels as pairs of 1x7 and 7x1."""
    n = name + ".branch"
    return g.join(g.conv(n + "1x1", x),
                  g.chain(x, (n + "7x7_1",), (n + "7x7_2", *ROW), (n + "7x7_3", *COLUMN)),
                  g.chain(x, (n + "7x7dbl_1",), (n + "7x7dbl_2", *COLUMN), (n + "7x7dbl_3", *ROW),
                          (n + "7x7dbl_4", *COLUMN), (n + "7x7dbl_5", *ROW)),
                  g.conv(n + "_pool", g.mean_pool(x)))


def block_7a(g, name, x):
    """17x17 to 8x8."""
    n = name + ".branch"
    return g.join(g.chain(x, (n + "3x3_1",), (n + "3x3_2", 2)),
                  g.chain(x, (n + "7x7x3_1",), (n + "7x7x3_2", *ROW), (n + "7x7x3_3", *COLUMN), (n + "7x7x3_4", 2)),
                  g.max_pool(x))


def block_7(g, name, x, pooled):
    """8x8 grid; the last block of the 2015 network takes a maximum where the others take a mean."""
    n = name + ".branch"
    wide, high = (1, (0, 1)), (1, (1, 0))
    single = g.conv(n + "3x3_1", x)
    double = g.chain(x, (n + "3x3dbl_1",), (n + "3x3dbl_2", *SAME))
    return g.join(g.conv(n + "1x1", x),
                  g.conv(n + "3x3_2a", single, *wide), g.conv(n + "3x3_2b", single, *high),
                  g.conv(n + "3x3dbl_3a", double, *wide), g.conv(n + "3x3dbl_3b", double, *high),
                  g.conv(n + "_pool", pooled))


def prepare(g, x):
    """TF1 bilinear to 299x299: source = target * size / 299 with no half-pixel offset and no antialiasing; then (x - 128) / 128."""
    size = g.node("Slice", [g.node("Shape", [x]), g.constant("zero", np.int64([0])), g.constant("two", np.int64([2]))])
    size = g.node("Concat", [size, g.constant("side", np.int64([SIDE, SIDE]))], axis=0)
    x = g.node("Resize", [x, "", "", size], mode="linear", coordinate_transformation_mode="asymmetric")
    middle = g.constant("middle", np.float32([128]))
    return g.node("Div", [g.node("Sub", [x, middle]), middle])


def inception(g):
    x = g.chain(prepare(g, "images"), ("Conv2d_1a_3x3", 2), ("Conv2d_2a_3x3",), ("Conv2d_2b_3x3", *SAME))
    x = g.max_pool(g.chain(g.max_pool(x), ("Conv2d_3b_1x1",), ("Conv2d_4a_3x3",)))
    for name in ("Mixed_5b", "Mixed_5c", "Mixed_5d"):
        x = block_5(g, name, x)
    x = block_6a(g, "Mixed_6a", x)
    for name in ("Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"):
        x = block_6(g, name, x)
    x = block_7a(g, "Mixed_7a", x)
    x = block_7(g, "Mixed_7b", x, g.mean_pool(x))
    x = block_7(g, "Mixed_7c", x, g.max_pool(x, 1, 1))
    features = g.node("Flatten", [g.node("GlobalAveragePool", [x])], "features")
    # Published scores leave the classifier's bias out.
    g.node("MatMul", [features, g.constant("fc.weight", np.ascontiguousarray(g.weights["fc.weight"].T))], "logits")


def build(weights):
    """The model from {name: float32 array}."""
    graph = Graph(weights)
    inception(graph)
    value = helper.make_tensor_value_info
    outputs = [value("logits", TensorProto.FLOAT, ["N", 1008]), value("features", TensorProto.FLOAT, ["N", 2048])]
    model = helper.make_model(
        helper.make_graph(graph.nodes, NAME, [value("images", TensorProto.FLOAT, ["N", 3, "H", "W"])], outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="export_inception.py")
    onnx.checker.check_model(model, full_check=True)
    return model


def card(data):
    return {
        "schema": "wframe.classifier-card/1", "protocol": f"{NAME}/tf1-bilinear-{SIDE}",
        "name": "Inception v3, TensorFlow 2015-12-05", "file": f"{NAME}.onnx",
        "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "opset": 17,
        "input": {
            "name": "images", "type": "float32", "layout": "NCHW", "shape": ["N", 3, "H", "W"], "channelOrder": "RGB",
            "range": [0, 255], "mean": [0, 0, 0], "scale": [1, 1, 1], "fit": "none", "resize": {"filter": "in-graph"}},
        "outputs": {
            "logits": {"name": "logits", "shape": ["N", 1008], "meaning": "before softmax, without bias"},
            "features": {"name": "features", "shape": ["N", 2048], "meaning": "last mean pool"}},
        "licence": "Apache 2.0 (TensorFlow)", "expected": "CIFAR-10 train, 10 shuffled splits, seed 2020: 11.237 +- 0.095"}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    arguments.add_argument("weights", type=Path)
    arguments.add_argument("output", type=Path)
    given = arguments.parse_args()
    actual = hashlib.sha256(given.weights.read_bytes()).hexdigest()
    if not actual.startswith(WEIGHTS_SHA256):
        arguments.error(f"{given.weights} has sha256 {actual}; the published weights begin with {WEIGHTS_SHA256}.")
    import torch  # only to open its own file format
    state = torch.load(given.weights, map_location="cpu", weights_only=True)
    data = build({name: tensor.float().numpy() for name, tensor in state.items()}).SerializeToString()
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / f"{NAME}.onnx").write_bytes(data)
    (given.output / f"{NAME}.json").write_text(json.dumps(card(data), indent=2) + "\n")
    print(f"{given.output / NAME}.onnx ({len(data)} bytes) and its card are written.")


if __name__ == "__main__":
    main()
