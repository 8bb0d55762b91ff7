"""The method of experiments/record-94.yaml in Python: python3 record.py --data cifar10-jpg.zip --seed 1

Network and recipe of K. Jordan's airbench94_muon (arXiv 2404.00498), written anew from its description for a
processor; convolutions in bfloat16 unless --precision says otherwise. DATA is a zip of train/CLASS/*.jpg and test/CLASS/*.jpg. Needs torch 2, numpy and pillow.
Prints a line of JSON for each epoch, and a last one with the accuracy of six views of every test image.
"""
import argparse
import io
import json
import time
import zipfile

import numpy
import torch
from PIL import Image
from torch import nn
from torch.nn import functional

MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)
SMOOTHING, MUON_RATE, BIAS_RATE, HEAD_RATE, DECAY = 0.2, 0.24, 0.053, 0.67, 2e-6
FIRST_LAYER_EPOCHS = 3
WHITENED_BY = 5000


def read(path, part, most):
    """The pictures of a part, N,3,H,W in bytes, and their labels: the first ones of each class."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith(part + "/") and name.endswith(".jpg"))
        classes = sorted({name.split("/")[1] for name in names})
        if most:
            each = [[name for name in names if name.split("/")[1] == one] for one in classes]
            names = [name for own in each for name in own[:most // len(classes)]]
        pictures = numpy.stack([numpy.asarray(Image.open(io.BytesIO(archive.read(name))).convert("RGB"))
                                for name in names])
    labels = torch.tensor([classes.index(name.split("/")[1]) for name in names])
    return torch.from_numpy(pictures).permute(0, 3, 1, 2), labels


def normal(pictures):
    mean, std = (torch.tensor(numbers).view(1, 3, 1, 1) for numbers in (MEAN, STD))
    return ((pictures.float() / 255 - mean) / std).contiguous(memory_format=torch.channels_last)


def norm(channels):
    layer = nn.BatchNorm2d(channels, eps=1e-12, momentum=0.4)
    layer.weight.requires_grad_(False)
    return layer


def kernel(inputs, outputs):
    layer = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
    nn.init.dirac_(layer.weight.data[:inputs])
    return layer


def group(inputs, outputs):
    return nn.Sequential(kernel(inputs, outputs), nn.MaxPool2d(2), norm(outputs), nn.GELU(),
                         kernel(outputs, outputs), norm(outputs), nn.GELU())


class Net(nn.Module):
    def __init__(self, images):
        super().__init__()
        self.whiten = nn.Conv2d(3, 24, 2)
        self.whiten.weight.requires_grad_(False)
        self.whiten.weight.copy_(whitening(images))
        self.body = nn.Sequential(nn.GELU(), group(24, 64), group(64, 256), group(256, 256), nn.MaxPool2d(3),
                                  nn.Flatten())
        self.head = nn.Linear(256, 10, bias=False)
        self.head.weight.data /= self.head.weight.data.std()

    def forward(self, images, first_layer=True):
        bias = self.whiten.bias if first_layer else self.whiten.bias.detach()
        return self.head(self.body(functional.conv2d(images, self.whiten.weight, bias))) / 256


def whitening(images):
    patches = functional.unfold(images.contiguous(), 2).permute(1, 0, 2).reshape(12, -1).double()
    values, vectors = torch.linalg.eigh(patches @ patches.T / patches.shape[1])
    rows = vectors.T / (values + 5e-4).sqrt()[:, None]
    return torch.cat([rows, -rows]).view(24, 3, 2, 2).float()


class Muon:
    """SGD with Nesterov's momentum whose step is made nearly orthogonal; weights keep the norm sqrt(rows)."""

    def __init__(self, weights, momentum):
        self.weights, self.momentum = weights, momentum
        self.kept = [torch.zeros_like(weight) for weight in weights]

    @torch.no_grad()
    def step(self, rate):
        for weight, kept in zip(self.weights, self.kept):
            kept.mul_(self.momentum).add_(weight.grad)
            move = weight.grad + self.momentum * kept
            weight.mul_(len(weight) ** 0.5 / weight.norm())
            weight.sub_(rate * orthogonal(move.reshape(len(weight), -1)).view_as(weight))


def orthogonal(matrix):
    if matrix.shape[0] > matrix.shape[1]:
        return orthogonal(matrix.T).T
    x = matrix / (matrix.norm() + 1e-7)
    for _ in range(3):
        gram = x @ x.T
        x = 3.4445 * x + (2.0315 * gram @ gram - 4.775 * gram) @ x
    return x


def augmented(padded, mirrored, epoch, chance):
    """Every image moved by up to 2 pixels either way, and mirrored in every second epoch."""
    down, right = torch.randint(0, 5, (2, len(padded)), generator=chance)
    images = torch.empty(len(padded), 3, padded.shape[2] - 4, padded.shape[3] - 4)
    for y in range(5):
        for x in range(5):
            chosen = (down == y) & (right == x)
            images[chosen] = padded[chosen, :, y:y + images.shape[2], x:x + images.shape[3]]
    turned = mirrored if epoch % 2 == 0 else ~mirrored
    images[turned] = images[turned].flip(-1)
    return images


@torch.no_grad()
def accuracy(forward, images, labels, views):
    right = 0
    for part, wanted in zip(images.split(500), labels.split(500)):
        logits = both(forward, part) if views else forward(part)
        if views:
            padded = functional.pad(part, (1, 1, 1, 1), "reflect")
            moved = [both(forward, padded[:, :, at:at + part.shape[2], at:at + part.shape[3]]) for at in (0, 2)]
            logits = logits / 2 + sum(moved) / 4
        right += int((logits.argmax(1) == wanted).sum())
    return right / len(labels)


def both(forward, images):
    return (forward(images) + forward(images.flip(-1))) / 2


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="zip of train/CLASS/*.jpg and test/CLASS/*.jpg")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch", type=int, default=2000)
    parser.add_argument("--images", type=int, default=0, help="training images used; 0 = all")
    parser.add_argument("--precision", choices=("bf16", "fp32"), default="bf16")
    parser.add_argument("--threads", type=int, default=0, help="0 = as torch chooses")
    return parser.parse_args()


def main():
    given = arguments()
    if given.threads:
        torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    chance = torch.Generator().manual_seed(given.seed)
    pictures, labels = read(given.data, "train", given.images)
    test, test_labels = read(given.data, "test", 0)
    started = time.monotonic()
    test = normal(test)
    images = normal(pictures)
    spaced = torch.arange(min(WHITENED_BY, len(images))) * len(images) // min(WHITENED_BY, len(images))
    with torch.no_grad():
        net = Net(images[spaced]).to(memory_format=torch.channels_last)
    padded = functional.pad(images, (2, 2, 2, 2), "reflect")
    mirrored = torch.rand(len(images), generator=chance) < 0.5
    filters = [weight for weight in net.body.parameters() if weight.dim() == 4]
    biases = [weight for weight in net.body.parameters() if weight.dim() == 1 and weight.requires_grad]
    muon = Muon(filters, 0.6)
    rates = [BIAS_RATE, BIAS_RATE, HEAD_RATE]
    decay = DECAY * given.batch
    rest = torch.optim.SGD([{"params": own, "lr": rate, "weight_decay": decay / rate} for own, rate in zip(
        ([net.whiten.bias], biases, [net.head.weight]), rates)], lr=1, momentum=0.85, nesterov=True)

    def forward(batch, first_layer=True):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=given.precision == "bf16"):
            return net(batch, first_layer).float()

    steps = len(images) // given.batch
    step = 0
    for epoch in range(given.epochs):
        seen = augmented(padded, mirrored, epoch, chance)
        order = torch.randperm(len(images), generator=chance)
        losses = right = 0.0
        for chosen in order[:steps * given.batch].split(given.batch):
            first_layer = epoch < FIRST_LAYER_EPOCHS
            batch = seen[chosen].contiguous(memory_format=torch.channels_last)
            logits = forward(batch, first_layer)
            loss = functional.cross_entropy(logits, labels[chosen], label_smoothing=SMOOTHING, reduction="sum")
            loss.backward()
            share = 1 - step / (steps * given.epochs)
            first_share = max(0.0, 1 - step / (steps * FIRST_LAYER_EPOCHS))
            for one, rate, left in zip(rest.param_groups, rates, (first_share, share, share)):
                one["lr"] = rate * left
            rest.step()
            muon.step(MUON_RATE * share)
            net.zero_grad(set_to_none=True)
            losses += float(loss.detach())
            right += int((logits.detach().argmax(1) == labels[chosen]).sum())
            step += 1
        print(json.dumps({"epoch": epoch + 1, "loss": losses / (steps * given.batch),
                          "trainAccuracy": right / (steps * given.batch),
                          "seconds": time.monotonic() - started}), flush=True)
    trained = time.monotonic() - started
    net.eval()
    print(json.dumps({"seed": given.seed, "torch": torch.__version__, "threads": torch.get_num_threads(), "precision": given.precision,
                      "images": len(images), "trainSeconds": trained,
                      "accuracy": accuracy(forward, test, test_labels, False),
                      "accuracyOfViews": accuracy(forward, test, test_labels, True)}))


if __name__ == "__main__":
    main()
