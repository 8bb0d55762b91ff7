"""What steps.py and epochs.py train: networks of torchvision for ten classes, and the ways in which people train them."""
import torch
import torchvision
from torch import nn

DEFAULT, CHANNELS_LAST, COMPILED, AUTOCAST = "default", "channels-last", "compile", "autocast"


def network(name):
    """Resnet18_cifar is torchvision's with the first layers of pytorch-cifar: 3x3, stride 1, no pooling."""
    if name != "resnet18_cifar":
        return getattr(torchvision.models, name)(num_classes=10)
    net = torchvision.models.resnet18(num_classes=10)
    net.conv1 = nn.Conv2d(3, 64, 3, padding=1, bias=False)
    net.maxpool = nn.Identity()
    return net


class Way:
    """A network, its Adam and how a step is taken; all but the default are channels-last with fused Adam."""

    def __init__(self, name, way, rate):
        self.fast = way != DEFAULT
        self.narrow = way == AUTOCAST
        self.module = network(name)
        if self.fast:
            self.module = self.module.to(memory_format=torch.channels_last)
        self.forward = torch.compile(self.module) if way == COMPILED else self.module
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(self.module.parameters(), lr=rate, fused=True if self.fast else None)

    def laid(self, images):
        return images.contiguous(memory_format=torch.channels_last) if self.fast else images

    def outputs(self, images):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.narrow):
            return self.forward(images)

    def step(self, images, labels):
        """Loss and number of right answers of a batch."""
        self.optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.narrow):
            outputs = self.forward(images)
            loss = self.criterion(outputs, labels)
        loss.backward()
        self.optimizer.step()
        return loss.item(), (outputs.argmax(1) == labels).sum().item()
