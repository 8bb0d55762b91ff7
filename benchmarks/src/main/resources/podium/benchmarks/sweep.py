"""A sweep of one-epoch trials of ResNet18 on digits, without checkpoints: in a plain loop, with Optuna, or with Ray Tune.

Arguments: plain, optuna or ray; folder of images.u8 and labels.u8 (N x 32 x 32 x 3, the first TRAIN to train on, all from TEST on to score);
TRAIN, TEST, batch size, trials, threads. Speaks as podium.benchmarks.child.Stopwatch does, one sweep at a time; says "missing" when a library is not installed.
"""
import sys
import time

import numpy

try:
    import torch
    import torchvision
    from torch import nn

    if sys.argv[1] == "optuna":
        import optuna
    if sys.argv[1] == "ray":
        import ray
        from ray import tune
except ImportError as missing:
    print("> missing: %s" % missing, flush=True)
    sys.exit()

WAY, FOLDER = sys.argv[1:3]
TRAIN, TEST, BATCH, TRIALS, THREADS = map(int, sys.argv[3:8])


def load():
    labels = numpy.fromfile(FOLDER + "/labels.u8", dtype=numpy.uint8)
    images = numpy.fromfile(FOLDER + "/images.u8", dtype=numpy.uint8).reshape(len(labels), 32, 32, 3)
    scaled = (torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255 - 0.5) / 0.5
    return scaled.contiguous(), torch.from_numpy(labels.astype(numpy.int64))


def trial(seed, images, labels):
    torch.manual_seed(seed)
    torch.set_num_threads(THREADS)
    network = torchvision.models.resnet18(num_classes=10)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
    criterion = nn.CrossEntropyLoss()
    network.train()
    order = torch.randperm(TRAIN)
    start = time.perf_counter()
    for at in range(0, TRAIN, BATCH):
        chosen = order[at:at + BATCH]
        optimizer.zero_grad()
        criterion(network(images[chosen]), labels[chosen]).backward()
        optimizer.step()
    trained = time.perf_counter() - start
    network.eval()
    correct = 0
    with torch.no_grad():
        for at in range(TEST, len(labels), BATCH):
            correct += (network(images[at:at + BATCH]).argmax(1) == labels[at:at + BATCH]).sum().item()
    return correct / (len(labels) - TEST), trained


class Trial(tune.Trainable if WAY == "ray" else object):
    """Of Ray Tune, whose actors are used again."""

    def setup(self, config):
        self.seed, (self.images, self.labels) = config["seed"], load()

    def step(self):
        accuracy, trained = trial(self.seed, self.images, self.labels)
        return {"accuracy": accuracy, "trained": trained, "done": True}

    def reset_config(self, config):
        self.seed = config["seed"]
        return True

    def save_checkpoint(self, folder):
        """Nothing, though Tune asks for it when a trial is done."""
        return {}

    def load_checkpoint(self, kept):
        pass


def sweep(trials):
    """Trains so many; the seconds that their steps took."""
    trained = []
    if WAY == "plain":
        data = load()
        for seed in range(trials):
            trained.append(trial(seed, *data)[1])
    elif WAY == "optuna":
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        data = load()

        def objective(one):
            accuracy, seconds = trial(one.suggest_int("seed", 0, 1 << 30), *data)
            trained.append(seconds)
            return accuracy

        optuna.create_study(direction="maximize").optimize(objective, n_trials=trials)
    else:
        results = tune.Tuner(
            tune.with_resources(Trial, {"cpu": THREADS}),
            param_space={"seed": tune.grid_search(list(range(trials)))},
            tune_config=tune.TuneConfig(reuse_actors=True, max_concurrent_trials=1),
            run_config=tune.RunConfig(verbose=0),
        ).fit()
        if results.errors:
            raise results.errors[0]
        trained = [result.metrics["trained"] for result in results]
    return sum(trained)


def main():
    version = "torch %s" % torch.__version__
    if WAY == "optuna":
        version += ", Optuna %s" % optuna.__version__
    if WAY == "ray":
        version += ", Ray %s" % ray.__version__
        ray.init(num_cpus=THREADS, include_dashboard=False, log_to_driver=False)
    sweep(2)
    print("> " + version, flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        trained = sweep(TRIALS)
        print("> %.3f %.3f" % (1000 * (time.perf_counter() - start), 1000 * trained), flush=True)


main()
