"""Makes cifar-10-python.tar.gz and cifar-100-python.tar.gz beside this file, with numpy:

    python3 make_pickles.py

They are laid out as the published ones, with 2 images a file: byte k of image i of file f is (k * 7 + i * 31 + f * 5)
modulo 256. CIFAR-10's is pickled as Python 2 did it (the published file), where a text is bytes; CIFAR-100's as
Python 3 does it in protocol 2, where bytes are a call of _codecs.encode.
"""

import io
import pickle
import struct
import tarfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


class Python2(pickle._Pickler):
    """Writes texts and bytes alike as Python 2's texts, and numpy under the name it had."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_python2_text(self, value):
        data = value.encode("latin-1") if isinstance(value, str) else bytes(value)
        if len(data) < 256:
            self.write(b"U" + bytes([len(data)]) + data)
        else:
            self.write(b"T" + struct.pack("<i", len(data)) + data)
        self.memoize(value)

    dispatch[str] = save_python2_text
    dispatch[bytes] = save_python2_text


def python2(value):
    out = io.BytesIO()
    Python2(out, 2).dump(value)
    return out.getvalue().replace(b"numpy._core.multiarray", b"numpy.core.multiarray")


def images(file):
    k, i = np.meshgrid(np.arange(3072), np.arange(2))
    return ((k * 7 + i * 31 + file * 5) % 256).astype(np.uint8)


def add(tar, name, content):
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


with tarfile.open(HERE / "cifar-10-python.tar.gz", "w:gz") as tar:
    folder = "cifar-10-batches-py/"
    names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
    add(tar, folder + "batches.meta", python2({"num_cases_per_batch": 2, "label_names": names, "num_vis": 3072}))
    for file in range(6):
        name = "test_batch" if file == 5 else "data_batch_%d" % (file + 1)
        batch = {"batch_label": name, "labels": [file, file + 1], "data": images(file), "filenames": ["a.png", "b.png"]}
        add(tar, folder + name, python2(batch))
    add(tar, folder + "readme.html", b"<html></html>")

with tarfile.open(HERE / "cifar-100-python.tar.gz", "w:gz") as tar:
    folder = "cifar-100-python/"
    fine = ["fine_%02d" % i for i in range(100)]
    add(tar, folder + "meta", pickle.dumps({b"fine_label_names": [n.encode() for n in fine], b"coarse_label_names": []}, 2))
    for file, name in ((0, "train"), (5, "test")):
        batch = {b"filenames": [b"a", b"b"], b"fine_labels": [41, 99], b"coarse_labels": [3, 4], b"data": images(file)}
        add(tar, folder + name, pickle.dumps(batch, 2))
