"""Makes the JSON files beside it with PyTorch and torchvision: python3 golden.py

What a recipe promises to do as PyTorch does it: optimizers, schedules, the loss, clipping, images.
Inputs are formulas, so that the tests build the same ones; everything is in double precision.
"""
import json
import pathlib

import numpy
import torch
import torchvision.transforms.functional as images
from torch.optim import lr_scheduler

HERE = pathlib.Path(__file__).parent
STEPS = 100
# Name, shape and a number for the formulas; one is larger than 65,536 elements.
TENSORS = [("a", (3, 4), 0), ("b", (5,), 1), ("c", (70001,), 2), ("d", (1,), 3)]
SHOWN = [0, 1, 65535, 65536, 65537, 70000]


def formula(shape, factor, shift):
    index = numpy.arange(int(numpy.prod(shape)))
    return torch.from_numpy(numpy.sin(factor * index + shift).reshape(shape))


def scheduler(optimizer, recipe):
    """The schedule proper, after a warm-up where there is one."""
    warmup = recipe.get("warmupEpochs", 0)
    left = recipe["epochs"] - warmup
    kind = recipe.get("schedule", "constant")
    if kind == "cosine":
        proper = lr_scheduler.CosineAnnealingLR(optimizer, T_max=max(1, left))
    elif kind == "step":
        proper = lr_scheduler.StepLR(optimizer, recipe["stepEpochs"], recipe["stepFactor"])
    else:
        proper = lr_scheduler.ConstantLR(optimizer, factor=1)
    if warmup < 2:
        return proper if warmup == 0 else lr_scheduler.SequentialLR(
            optimizer, [lr_scheduler.ConstantLR(optimizer, factor=1), proper], [1])
    rise = lr_scheduler.LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
    return lr_scheduler.SequentialLR(optimizer, [rise, proper], [warmup])


def optimizer_of(recipe, parameters):
    decay = recipe.get("weightDecay", 0)
    rate = recipe["learningRate"]
    if recipe["optimizer"] == "sgd":
        return torch.optim.SGD(parameters, rate, momentum=recipe["momentum"],
                               nesterov=recipe.get("nesterov", False), weight_decay=decay)
    kind = torch.optim.Adam if recipe["optimizer"] == "adam" else torch.optim.AdamW
    return kind(parameters, rate, weight_decay=decay)


def optimizers():
    sgd = {"optimizer": "sgd", "learningRate": 0.05}
    adam = {"learningRate": 0.01}
    recipes = [
        {**sgd, "momentum": 0.0},
        {**sgd, "momentum": 0.0, "weightDecay": 0.1},
        {**sgd, "momentum": 0.9},
        {**sgd, "momentum": 0.9, "weightDecay": 0.1},
        {**sgd, "momentum": 0.9, "nesterov": True},
        {**sgd, "momentum": 0.9, "nesterov": True, "weightDecay": 0.1},
        {**adam, "optimizer": "adam"},
        {**adam, "optimizer": "adam", "weightDecay": 0.1},
        {**adam, "optimizer": "adamw", "weightDecay": 0.0},
        {**adam, "optimizer": "adamw", "weightDecay": 0.1},
    ]
    return [trained({**recipe, "epochs": STEPS, "schedule": schedule})
            for recipe in recipes for schedule in ("constant", "cosine")]


def trained(recipe):
    """One step an epoch towards targets that move, so that gradients change their sign."""
    weights = [formula(shape, 0.3, 2 * k).requires_grad_() for _, shape, k in TENSORS]
    targets = [formula(shape, 0.7, k) for _, shape, k in TENSORS]
    optimizer = optimizer_of(recipe, weights)
    schedule = scheduler(optimizer, recipe)
    for step in range(1, STEPS + 1):
        optimizer.zero_grad()
        move = 1 + 0.5 * float(numpy.sin(0.1 * step))
        sum(((w - t * move) ** 2 / 2).sum() for w, t in zip(weights, targets)).backward()
        optimizer.step()
        schedule.step()
    found = {}
    for (name, _, _), tensor in zip(TENSORS, weights):
        flat = tensor.detach().flatten()
        shown = [i for i in SHOWN if i < len(flat)] if len(flat) > 100 else range(len(flat))
        found[name] = {"norm": float(flat.norm()), "sum": float(flat.sum()),
                       "values": {str(i): float(flat[i]) for i in shown}}
    return {"recipe": recipe, "weights": found}


def schedules():
    recipes = [
        {"epochs": 4},
        {"epochs": 7, "schedule": "step", "stepEpochs": 2, "stepFactor": 0.5},
        {"epochs": 4, "schedule": "step", "stepEpochs": 1, "stepFactor": 0.0},
        {"epochs": 10, "schedule": "cosine"},
        {"epochs": 1, "schedule": "cosine"},
        {"epochs": 6, "warmupEpochs": 4},
        {"epochs": 5, "schedule": "cosine", "warmupEpochs": 1},
        {"epochs": 10, "schedule": "cosine", "warmupEpochs": 3},
        {"epochs": 4, "schedule": "cosine", "warmupEpochs": 4},
        {"epochs": 11, "schedule": "step", "stepEpochs": 3, "stepFactor": 0.1, "warmupEpochs": 2},
    ]
    return [{"recipe": {**recipe, "learningRate": 0.1}, "rates": rates(recipe)} for recipe in recipes]


def rates(recipe):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    schedule = scheduler(optimizer, recipe)
    found = []
    for _ in range(recipe["epochs"]):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return found


def losses():
    found = []
    for smoothing in (0.0, 0.1, 0.5, 0.9999):
        logits = (3 * formula((6, 5), 1.1, 0.4)).requires_grad_()
        labels = torch.tensor([0, 3, 4, 1, 1, 2])
        loss = torch.nn.CrossEntropyLoss(label_smoothing=smoothing)(logits, labels)
        loss.backward()
        found.append({"labelSmoothing": smoothing, "labels": labels.tolist(), "loss": float(loss),
                      "gradient": logits.grad.flatten().tolist()})
    return found


def clipping():
    found = []
    for limit in (0.5, 5.0, 1e6):
        tensors = [torch.zeros(shape, dtype=torch.float64, requires_grad=True) for shape in ((3, 4), (5,), (1,))]
        sum((t * 2 * formula(t.shape, 0.9, k)).sum() for k, t in enumerate(tensors)).backward()
        norm = torch.nn.utils.clip_grad_norm_(tensors, limit)
        found.append({"clipNorm": limit, "norm": float(norm),
                      "gradients": [t.grad.flatten().tolist() for t in tensors]})
    return found


def pictures():
    """A picture whose value at (y, x, channel) is 7 y^2 + 31 x + 101 c + 5 x y modulo 256."""
    def picture(size):
        y, x, c = numpy.meshgrid(range(size), range(size), range(3), indexing="ij")
        return ((7 * y * y + 31 * x + 101 * c + 5 * x * y) % 256).astype(numpy.uint8)

    mean, std = [0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]
    normal = images.normalize(torch.from_numpy(picture(5)).permute(2, 0, 1).double() / 255, mean, std)
    resized = {str(size): torch.nn.functional.interpolate(
        normal[None], size=(size, size), mode="bilinear", align_corners=False, antialias=True).flatten().tolist()
        for size in (3, 8)}
    small = torch.from_numpy(picture(4)).permute(2, 0, 1)
    padded = images.pad(small, [1])
    crops = [images.crop(padded, top, left, 4, 4) for top in range(3) for left in range(3)]
    augmented = [each.permute(1, 2, 0).flatten().tolist()
                 for crop in crops for each in (crop, images.hflip(crop))]
    return {"mean": mean, "std": std, "normalised": normal.flatten().tolist(), "resized": resized,
            "augmented": augmented}


for name, value in {"optimizers": optimizers(), "schedules": schedules(), "losses": losses(),
                    "clipping": clipping(), "pictures": pictures()}.items():
    text = {"source": f"torch {torch.__version__}", name: value}
    (HERE / f"{name}.json").write_text(json.dumps(text) + "\n")
