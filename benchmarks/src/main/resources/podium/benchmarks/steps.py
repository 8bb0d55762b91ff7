"""Bare training steps in PyTorch on one fixed batch of 32x32 images: forward, cross-entropy, gradients, Adam, loss and right answers read.

Arguments: model, batch size, way of nets.py, threads. Speaks as podium.benchmarks.child.Stopwatch does; says "missing" and why where the way does not work.
"""
import sys
import time

try:
    import torch

    import nets
except ImportError as missing:
    print("> missing: %s" % missing, flush=True)
    sys.exit()


def main():
    model, batch, way, threads = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    # why: rate 0, as the engine's step beside it
    trained = nets.Way(model, way, 0.0)
    images, labels = trained.laid(torch.randn(batch, 3, 32, 32)), torch.randint(0, 10, (batch,))
    try:
        trained.step(images, labels)
    except Exception as failure:
        if way != nets.COMPILED:
            raise
        print("> missing: %s" % (str(failure).splitlines() or [type(failure).__name__])[0][:200], flush=True)
        return
    print("> %d torch %s" % (sum(weight.numel() for weight in trained.module.parameters()), torch.__version__), flush=True)
    for line in sys.stdin:
        seconds = float(line.split()[1])
        begin = last = time.perf_counter()
        times = []
        while not times or last - begin < seconds:
            trained.step(images, labels)
            now = time.perf_counter()
            times.append(1000 * (now - last))
            last = now
        print("> " + " ".join("%.3f" % one for one in times), flush=True)


main()
