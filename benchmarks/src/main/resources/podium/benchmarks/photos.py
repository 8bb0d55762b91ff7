"""A folder of photos read once, as torchvision's own examples read it: ImageFolder, Resize, ToTensor, a DataLoader.

Arguments: folder (train/CLASS/*, test/CLASS/*), size in pixels. Answers "read" with milliseconds, "memory" with the
most bytes that this process and its two loaders had in memory together.
"""
import os
import resource
import sys
import time

import PIL
import torchvision
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import ImageFolder

PROCESSES = 2


def main():
    folder, size = sys.argv[1], int(sys.argv[2])
    transform = transforms.Compose([transforms.Resize((size, size)), transforms.ToTensor()])

    def read():
        start = time.perf_counter()
        for part in ("train", "test"):
            images = ImageFolder(os.path.join(folder, part), transform)
            for _ in DataLoader(images, batch_size=128, num_workers=PROCESSES):
                pass
        return 1000 * (time.perf_counter() - start)

    def memory():
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        loader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        return 1024.0 * (own + PROCESSES * loader)

    print("> torchvision %s, Pillow %s" % (torchvision.__version__, PIL.__version__), flush=True)
    for line in sys.stdin:
        print("> %.3f" % {"read": read, "memory": memory}[line.split()[0]](), flush=True)


main()
