"""Epochs of training and scoring in PyTorch, the images decoded into memory before.

Arguments: folder (train/CLASS/*, test/CLASS/*), model, batch size, style, threads. Styles: "loader-N" as most people write it, transforms image by
image and a DataLoader with N processes; "prepared" as an expert does, all images made tensors once, channels-last, fused Adam; "prepared-autocast" the
same in bfloat16. Speaks as podium.benchmarks.child.Stopwatch does.
"""
import os
import sys
import time

import numpy
import torch
import torchvision
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

import nets


class Images(Dataset):
    """Decoded once, like torchvision's own CIFAR10."""

    def __init__(self, folder, transform):
        classes = sorted(os.listdir(folder))
        named = [(os.path.join(folder, c, f), n) for n, c in enumerate(classes) for f in sorted(os.listdir(os.path.join(folder, c)))]
        self.pixels = numpy.stack([numpy.asarray(Image.open(path).convert("RGB")) for path, _ in named])
        self.labels = [label for _, label in named]
        self.transform = transform

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.transform(Image.fromarray(self.pixels[index])), self.labels[index]


class Prepared:
    """All images as one tensor; batches are cut from it."""

    def __init__(self, images, batch, shuffle):
        pixels = torch.from_numpy(images.pixels).permute(0, 3, 1, 2)
        self.images = ((pixels.float() / 255 - 0.5) / 0.5).contiguous(memory_format=torch.channels_last)
        self.labels = torch.tensor(images.labels)
        self.batch, self.shuffle = batch, shuffle

    def __iter__(self):
        count = len(self.labels)
        for chosen in (torch.randperm(count) if self.shuffle else torch.arange(count)).split(self.batch):
            yield self.images[chosen], self.labels[chosen]


def main():
    folder, model, batch, style, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
    torch.set_num_threads(threads)
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))])
    parts = [Images(os.path.join(folder, part), transform) for part in ("train", "test")]
    kind, _, rest = style.partition("-")
    if kind == "loader":
        train, test = [DataLoader(part, batch_size=batch, shuffle=part is parts[0], num_workers=int(rest)) for part in parts]
        way = nets.DEFAULT
    else:
        train, test = [Prepared(part, batch, part is parts[0]) for part in parts]
        way = rest or nets.CHANNELS_LAST
    trained = nets.Way(model, way, 0.001)

    def epoch():
        trained.module.train()
        loss_sum, right = 0.0, 0
        for images, labels in train:
            loss, correct = trained.step(trained.laid(images), labels)
            loss_sum += loss
            right += correct
        trained.module.eval()
        right = 0
        with torch.no_grad():
            for images, labels in test:
                right += (trained.outputs(trained.laid(images)).argmax(1) == labels).sum().item()

    print("> torch %s, torchvision %s" % (torch.__version__, torchvision.__version__), flush=True)
    for line in sys.stdin:
        times = []
        for _ in range(int(float(line.split()[1]))):
            start = time.perf_counter()
            epoch()
            times.append(1000 * (time.perf_counter() - start))
        print("> " + " ".join("%.3f" % t for t in times), flush=True)


main()
