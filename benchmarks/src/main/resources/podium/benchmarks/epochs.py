"""Epochs as a person writes them in PyTorch: a data set of images in memory, transforms image by image, a DataLoader.

Arguments: folder (train/CLASS/*, test/CLASS/*), torchvision model, batch size, loader processes, threads.
Speaks as podium.benchmarks.child.Stopwatch does.
"""
import os
import sys
import time

import numpy
import torch
import torchvision
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


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


def main():
    folder, model, batch, processes, threads = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
    torch.set_num_threads(threads)
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))])
    train = DataLoader(Images(os.path.join(folder, "train"), transform), batch_size=batch, shuffle=True, num_workers=processes)
    test = DataLoader(Images(os.path.join(folder, "test"), transform), batch_size=batch, num_workers=processes)
    network = getattr(torchvision.models, model)(num_classes=10)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)

    def epoch():
        network.train()
        loss_sum, correct, total = 0.0, 0, 0
        for images, labels in train:
            optimizer.zero_grad()
            outputs = network(images)
            loss = criterion(outputs, labels)
            loss.backward()
            optimizer.step()
            loss_sum += loss.item()
            correct += (outputs.argmax(1) == labels).sum().item()
            total += labels.size(0)
        network.eval()
        correct = 0
        with torch.no_grad():
            for images, labels in test:
                correct += (network(images).argmax(1) == labels).sum().item()

    print("> torch %s, torchvision %s" % (torch.__version__, torchvision.__version__), flush=True)
    for line in sys.stdin:
        seconds, begin, times = float(line.split()[1]), time.perf_counter(), []
        while not times or time.perf_counter() - begin < seconds:
            start = time.perf_counter()
            epoch()
            times.append(1000 * (time.perf_counter() - start))
        print("> " + " ".join("%.3f" % t for t in times), flush=True)


main()
