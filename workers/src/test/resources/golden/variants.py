"""Makes the golden files of models that torchvision has only by an option or a change.

    python3 variants.py [FOLDER]        (the folder of this file, when none is given)

Needs torch and torchvision; computes in double precision. Weights are a formula of a tensor's name,
the one in GoldenFormula.java: SplitMix64 from the CRC-32 of the name.
"""
import json
import pathlib
import sys
import zlib

import numpy
import torch
import torchvision
from torchvision.models.inception import BasicConv2d

CLASSES = 10
LABELS = [3, 7, 1, 5]
MASK = (1 << 64) - 1


def uniform(name, count):
    """Numbers from 0 to 1, a function of the name."""
    start = (zlib.crc32(name.encode()) << 32) + 0x9E3779B97F4A7C15 & MASK
    mixed = numpy.arange(count, dtype=numpy.uint64) + numpy.uint64(start)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ mixed >> numpy.uint64(shift)) * numpy.uint64(factor)
    mixed ^= mixed >> numpy.uint64(31)
    return (mixed >> numpy.uint64(11)) / 2.0 ** 53


def filled(name, shape):
    numbers = torch.from_numpy(uniform(name, int(numpy.prod(shape)))).reshape(shape)
    if name.endswith(("bias", "running_mean")):
        return 0.1 * (2 * numbers - 1)
    if name == "input":
        return 2 * numbers - 1
    if len(shape) < 2:
        return 0.5 + numbers
    return (2 * numbers - 1) * (6 / numpy.prod(shape[1:])) ** 0.5


def without_batch_norm():
    """Inception v3 whose convolutions have a bias in place of batch norm."""
    model = torchvision.models.inception_v3(
        weights=None, num_classes=CLASSES, aux_logits=False, transform_input=False, init_weights=False)
    for module in model.modules():
        if isinstance(module, BasicConv2d):
            module.conv.bias = torch.nn.Parameter(torch.zeros(module.conv.out_channels))
            module.bn = torch.nn.Identity()
    return model


def narrow_or_wide(width):
    return torchvision.models.mobilenet_v2(weights=None, num_classes=CLASSES, width_mult=width)


class Frozen(torch.nn.BatchNorm2d):
    """Batch norm that counts a batch 0.4 in its statistics and whose scale stays."""

    def __init__(self, channels):
        super().__init__(channels, eps=1e-12, momentum=1 - 0.6)
        self.weight.requires_grad = False


def group(inputs, outputs):
    parts = {"conv1": torch.nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), "pool": torch.nn.MaxPool2d(2),
             "norm1": Frozen(outputs), "activ1": torch.nn.GELU(),
             "conv2": torch.nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
             "norm2": Frozen(outputs), "activ2": torch.nn.GELU()}
    chain = torch.nn.Sequential()
    for name, part in parts.items():
        chain.add_module(name, part)
    return chain


class Airbench(torch.nn.Module):
    """The network of arXiv 2404.00498 in its later form, from its description."""

    def __init__(self, width):
        super().__init__()
        narrow, wide = (int(max(8, (channels * width + 4) // 8 * 8)) for channels in (64, 256))
        self.whiten = torch.nn.Conv2d(3, 24, 2)
        self.whiten.weight.requires_grad = False
        self.layers = torch.nn.Sequential(torch.nn.GELU(), group(24, narrow), group(narrow, wide),
                                          group(wide, wide), torch.nn.MaxPool2d(3))
        self.head = torch.nn.Linear(wide, CLASSES, bias=False)

    def forward(self, images):
        found = self.layers(self.whiten(images)).mean((2, 3))
        return self.head(found) / found.shape[1]


def tensors(model):
    return {name: tensor for name, tensor in model.state_dict().items() if "num_batches" not in name}


def fill(model):
    with torch.no_grad():
        for name, tensor in tensors(model).items():
            tensor.copy_(filled(name, tensor.shape))


def trained(model, images):
    """The first loss and gradients, and three steps of Adam with dropout off."""
    named = {name: each for name, each in model.named_parameters() if each.requires_grad}
    shown = [list(named)[k] for k in (0, len(named) // 2, -1)]
    adam = torch.optim.Adam(named.values(), lr=1e-4)
    losses, norms = [], {}
    model.train()
    for _ in range(3):
        adam.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(images), torch.tensor(LABELS))
        loss.backward()
        norms = norms or {name: float(named[name].grad.norm()) for name in shown}
        adam.step()
        losses.append(float(loss))
    means = [tensor for name, tensor in tensors(model).items() if name.endswith("running_mean")]
    return {"loss": losses[0], "grad_norm": norms, "adam_losses": losses,
            "running_mean_sum": float(means[0].sum()) if means else None}


def golden(name, change, model, size):
    model.double()
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    shape = [len(LABELS), 3, size, size]
    images = filled("input", shape)
    fill(model)
    model.eval()
    with torch.no_grad():
        logits = model(images).tolist()
    return {"model": name, "source": f"torchvision {torchvision.__version__}, {change}",
            "num_classes": CLASSES, "input_shape": shape, "labels": LABELS,
            "trainable_parameters": sum(each.numel() for each in model.parameters() if each.requires_grad),
            "state": [[key, list(tensor.shape)] for key, tensor in tensors(model).items()],
            "eval_logits": logits, "train": trained(model, images)}


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    files = {"inception_v3_without_batch_norm": golden(
        "inception_v3(batchNorm=false)", "each batch norm replaced by a bias", without_batch_norm(), 96)}
    for width in (0.35, 1.4):
        files[f"mobilenet_v2_width_{width}"] = golden(
            f"mobilenet_v2(widthMultiplier={width})", f"width_mult={width}", narrow_or_wide(width), 64)
    files["airbench"] = golden("airbench", "the network of arXiv 2404.00498", Airbench(1), 32)
    files["airbench_width_0.5"] = golden(
        "airbench(widthMultiplier=0.5)", "half as wide, and larger images", Airbench(0.5), 56)
    for name, values in files.items():
        (folder / f"{name}.json").write_text(json.dumps(values, indent=1))


main()
