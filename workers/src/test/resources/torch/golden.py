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
    elif kind == "linear":
        proper = lr_scheduler.LinearLR(optimizer, start_factor=1, end_factor=0, total_iters=left)
    elif kind == "triangle":
        # The piecewise linear schedule of DAWNBench, whose top is a step.
        top = round(recipe.get("peakShare", 0.3) * left)
        proper = lr_scheduler.LambdaLR(optimizer, lambda done: float(numpy.interp(done, [-1, top, left], [0, 1, 0])))
    elif kind == "onecycle":
        proper = lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=left, cycle_momentum=False,
                                         pct_start=recipe.get("peakShare", 0.3))
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


class Muon(torch.optim.Optimizer):
    """The update of K. Jordan's airbench94_muon, in the formulas of its description: the weight is
    brought to the norm sqrt(rows), the momentum orthogonalised by three Newton-Schulz steps."""

    def __init__(self, parameters, lr, momentum, nesterov):
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "nesterov": nesterov})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weight in group["params"]:
                kept = self.state[weight].setdefault("momentum", torch.zeros_like(weight))
                kept.copy_(group["momentum"] * kept + weight.grad)
                move = weight.grad + group["momentum"] * kept if group["nesterov"] else kept
                weight.copy_(weight / weight.norm() * len(weight) ** 0.5)
                weight.sub_(group["lr"] * orthogonal(move.reshape(len(weight), -1)).reshape(weight.shape))


def orthogonal(matrix):
    if matrix.shape[0] > matrix.shape[1]:
        return orthogonal(matrix.T).T
    x = matrix / (matrix.norm() + 1e-7)
    for _ in range(3):
        gram = x @ x.T
        x = 3.4445 * x - 4.775 * gram @ x + 2.0315 * gram @ gram @ x
    return x


# Name, shape and a number for the formulas, as a small network has them: kernels, a tall and a wide
# hidden matrix, and the head.
NETWORK = [("conv.weight", (6, 2, 3, 3), 0), ("norm.bias", (6,), 1), ("wide.weight", (5, 12), 2),
           ("wide.bias", (5,), 3), ("tall.weight", (9, 4), 4), ("head.weight", (3, 7), 5), ("head.bias", (3,), 6)]


def grouped():
    """A hundred steps of a network's parameters in groups, as recipes with rates of their own have them."""
    base = {"learningRate": 0.05, "weightDecay": 0.02, "momentum": 0.6, "nesterov": True, "epochs": STEPS}
    own = {"biasLearningRate": 0.01, "headLearningRate": 0.2, "firstLayerEpochs": 40}
    recipes = [
        {**base, "optimizer": "muon", "sgdMomentum": 0.85},
        {**base, "optimizer": "muon", "sgdMomentum": 0.85, "schedule": "linear", **own},
        {**base, "optimizer": "muon", "sgdMomentum": 0.0, "nesterov": False, "momentum": 0.0},
        {**base, "optimizer": "sgd", "schedule": "linear", **own},
        {**base, "optimizer": "adam", "schedule": "triangle", **own},
        {**base, "optimizer": "adamw", "schedule": "cosine", **own},
        {**base, "optimizer": "sgd", "average": "ema", "averageDecay": 0.8, "averageEvery": 3},
        {**base, "optimizer": "sgd", "average": "lookahead", "averageDecay": 0.5, "averageEvery": 7},
    ]
    return [in_groups(recipe) for recipe in recipes]


def in_groups(recipe):
    """Each parameter is a group of its own; the first layer is conv.weight."""
    weights = {name: formula(shape, 0.3, 2 * k).requires_grad_() for name, shape, k in NETWORK}
    targets = {name: formula(shape, 0.7, k) for name, shape, k in NETWORK}
    plain, kernels = [], []
    for name, weight in weights.items():
        rate = recipe["learningRate"]
        if weight.dim() == 1:
            rate = recipe.get("biasLearningRate", rate)
        elif name == "head.weight":
            rate = recipe.get("headLearningRate", rate)
        muon = recipe["optimizer"] == "muon" and weight.dim() > 1 and name != "head.weight"
        (kernels if muon else plain).append({"params": [weight], "lr": rate, "name": name})
    decays = [recipe["weightDecay"] * recipe["learningRate"] / group["lr"] for group in plain]
    for group, decay in zip(plain, decays):
        group["weight_decay"] = decay
    nesterov = recipe["nesterov"]
    if recipe["optimizer"] == "muon":
        momentum = recipe["sgdMomentum"]
        optimizers = [torch.optim.SGD(plain, 1, momentum=momentum, nesterov=nesterov and momentum > 0),
                      Muon(kernels, 1, recipe["momentum"], nesterov)]
    elif recipe["optimizer"] == "sgd":
        optimizers = [torch.optim.SGD(plain, 1, momentum=recipe["momentum"], nesterov=nesterov)]
    else:
        kind = torch.optim.Adam if recipe["optimizer"] == "adam" else torch.optim.AdamW
        optimizers = [kind(plain, 1)]
    groups = [group for optimizer in optimizers for group in optimizer.param_groups]
    peaks = [group["lr"] for group in groups]
    shares = {name: [rate / 0.1 for rate in rates({**recipe, "epochs": epochs})]
              for name, epochs in (("all", STEPS), ("first", recipe.get("firstLayerEpochs", STEPS)))}
    average = {name: weight.detach().clone() for name, weight in weights.items()}
    model = torch.nn.ParameterList(weights.values())
    decay = recipe.get("averageDecay")
    ema = torch.optim.swa_utils.AveragedModel(model, avg_fn=lambda a, p, n: decay * a + (1 - decay) * p)
    for step in range(1, STEPS + 1):
        for group, peak in zip(groups, peaks):
            first = group["name"] == "conv.weight"
            share = shares["first" if first else "all"]
            group["lr"] = peak * (share[step - 1] if step <= len(share) else 0)
        for weight in weights.values():
            weight.grad = None
        move = 1 + 0.5 * float(numpy.sin(0.1 * step))
        sum(((w - targets[name] * move) ** 2 / 2).sum() for name, w in weights.items()).backward()
        if step > len(shares["first"]):
            weights["conv.weight"].grad = None
        for optimizer in optimizers:
            if all(p.grad is None for group in optimizer.param_groups for p in group["params"]):
                continue
            for group in optimizer.param_groups:
                group["params"] = [p for p in group["params"] if p.grad is not None]
            optimizer.step()
        if recipe.get("average") == "ema" and step % recipe["averageEvery"] == 0:
            ema.update_parameters(model)
        if recipe.get("average") == "lookahead" and step % recipe["averageEvery"] == 0:
            for name, weight in weights.items():
                average[name] += (1 - decay) * (weight.detach() - average[name])
                weight.data.copy_(average[name])
    if recipe.get("average") == "ema":
        average = dict(zip(weights, (parameter.detach() for parameter in ema.module)))
    found = {"recipe": recipe, "weights": {name: w.detach().flatten().tolist() for name, w in weights.items()}}
    if "average" in recipe:
        found["averages"] = {name: tensor.flatten().tolist() for name, tensor in average.items()}
    return found


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
    for step in range(recipe["epochs"]):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step + 1 < recipe["epochs"]:
            schedule.step()
    return found


def within_epochs():
    """Rates of every step; a scheduler sees an epoch's steps as so many epochs more."""
    recipes = [
        ({"epochs": 4, "schedule": "linear"}, 5),
        ({"epochs": 4, "schedule": "triangle"}, 6),
        ({"epochs": 3, "schedule": "triangle", "peakShare": 0.0}, 3),
        ({"epochs": 5, "schedule": "triangle", "peakShare": 0.8}, 7),
        ({"epochs": 4, "schedule": "onecycle"}, 6),
        ({"epochs": 2, "schedule": "onecycle", "peakShare": 0.75}, 10),
    ]
    return [{"recipe": {**recipe, "learningRate": 0.1}, "steps": steps,
             "rates": rates({**recipe, "epochs": recipe["epochs"] * steps})} for recipe, steps in recipes]


def whitened():
    """Eigenvectors of the products of 2x2 patches over the roots of their eigenvalues, each turned so that
    its largest number is positive, and their negatives."""
    image = torch.from_numpy(numpy.sin(0.013 * numpy.arange(384) ** 2).reshape(2, 3, 8, 8))
    patches = image.unfold(2, 2, 1).unfold(3, 2, 1).permute(0, 2, 3, 1, 4, 5).reshape(-1, 12)
    values, vectors = torch.linalg.eigh(patches.T @ patches / len(patches))
    rows = vectors.T
    rows = rows * rows.gather(1, rows.abs().argmax(1, keepdim=True)).sign()
    scaled = rows / (values + 5e-4).sqrt()[:, None]
    return torch.cat([scaled, -scaled]).flatten().tolist()


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
    mirrored = images.pad(small, [1], padding_mode="reflect")
    reflected = [each.permute(1, 2, 0).flatten().tolist() for top in range(3) for left in range(3)
                 for crop in [images.crop(mirrored, top, left, 4, 4)] for each in (crop, images.hflip(crop))]
    far = numpy.pad(picture(4), [(9, 9), (9, 9), (0, 0)], mode="reflect")
    return {"mean": mean, "std": std, "normalised": normal.flatten().tolist(), "resized": resized,
            "augmented": augmented, "reflected": reflected,
            "far": [int(v) for v in far[0:4, 15:19].flatten()]}


for name, value in {"optimizers": optimizers(), "schedules": schedules(), "losses": losses(),
                    "clipping": clipping(), "pictures": pictures(), "grouped": grouped(),
                    "within": within_epochs(), "whitened": whitened()}.items():
    text = {"source": f"torch {torch.__version__}", name: value}
    (HERE / f"{name}.json").write_text(json.dumps(text) + "\n")
