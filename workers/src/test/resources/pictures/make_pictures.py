"""Makes the pictures beside this file and expected.json.gz, with Pillow 13.0.0 and numpy:

    python3 make_pictures.py

expected.json.gz holds, for each file, the bytes of Image.open(file).convert("RGB") at its own size and resized with
BILINEAR to 8 x 8 and 30 x 30, base64. One value differs on purpose: Pillow clips 16-bit grey at 255, which turns
nearly all of it white; expected is its high byte, as Pillow itself takes it for 16-bit colour and grey with alpha.
"""

import base64
import gzip
import io
import json
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms

HERE = Path(__file__).parent
W, H = 23, 17
rng = np.random.default_rng(7)

y, x = np.mgrid[0:H, 0:W]
GREY = np.clip(x * 255 // (W - 1) + rng.integers(-9, 10, (H, W)), 0, 255).astype(np.uint8)
SMOOTH = np.stack([x * 255 // (W - 1), y * 255 // (H - 1), (x + y) * 255 // (W + H - 2)], 2).astype(np.uint8)
RGB = np.clip(SMOOTH.astype(int) + rng.integers(-20, 21, SMOOTH.shape), 0, 255).astype(np.uint8)
ALPHA = ((x * y) % 256).astype(np.uint8)
RGBA = np.dstack([RGB, ALPHA])
LA = np.dstack([GREY, ALPHA])
GREY16 = (GREY.astype(np.uint16) << 8) | rng.integers(0, 256, (H, W)).astype(np.uint16)
RGB16 = (RGB.astype(np.uint16) << 8) | rng.integers(0, 256, RGB.shape).astype(np.uint16)
ALPHA16 = ALPHA.astype(np.uint16) << 8

grey, rgb, rgba, la = (Image.fromarray(a) for a in (GREY, RGB, RGBA, LA))
smooth = Image.fromarray(SMOOTH)
palette = rgb.quantize(61)
exact = {}  # files of which Pillow's own values are not wanted


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, rows, depth, colour, extra=b""):
    """A PNG of rows of packed bytes, as Pillow cannot write it."""
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    head = struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    (HERE / name).write_bytes(content)


def packed(values, bits):
    """Rows of values of so many bits each, packed from the left."""
    for row in values:
        text = "".join(format(int(v), "0%db" % bits) for v in row)
        text += "0" * (-len(text) % 8)
        yield bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8))


def big16(values):
    return [row.astype(">u2").tobytes() for row in values]


def swapped_profile():
    """An sRGB profile whose red and green are exchanged, so that whoever applies it is found out."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {}
    for i in range(struct.unpack(">I", data[128:132])[0]):
        at = 132 + 12 * i
        tags[bytes(data[at : at + 4])] = at
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


# PNG
for bits in (1, 2, 4):
    png("grey%d.png" % bits, packed(GREY >> (8 - bits), bits), bits, 0)
grey.save(HERE / "grey8.png")
png("grey16.png", big16(GREY16), 16, 0)
exact["grey16.png"] = np.repeat((GREY16 >> 8).astype(np.uint8)[:, :, None], 3, 2)
la.save(HERE / "grey-alpha8.png")
png("grey-alpha16.png", big16(np.dstack([GREY16, ALPHA16]).reshape(H, -1)), 16, 4)
png("grey-transparent.png", [row.tobytes() for row in GREY], 8, 0, chunk(b"tRNS", struct.pack(">H", int(GREY[3, 3]))))
png("grey2-transparent.png", packed(GREY >> 6, 2), 2, 0, chunk(b"tRNS", struct.pack(">H", 2)))
palette.save(HERE / "palette.png")
palette.save(HERE / "palette-transparent.png", transparency=bytes(range(0, 244, 4)))
rgb.quantize(4).save(HERE / "palette2.png", bits=2)
rgb.save(HERE / "rgb8.png")
png("rgb16.png", big16(RGB16.reshape(H, -1)), 16, 2)
png("rgb-transparent.png", [row.tobytes() for row in RGB], 8, 2, chunk(b"tRNS", struct.pack(">HHH", *map(int, RGB[2, 2]))))
png("rgb-gamma.png", [row.tobytes() for row in RGB], 8, 2, chunk(b"gAMA", struct.pack(">I", 100000)))
rgb.save(HERE / "rgb-profile.png", icc_profile=swapped_profile())
rgba.save(HERE / "rgba8.png")
png("rgba16.png", big16(np.dstack([RGB16, ALPHA16]).reshape(H, -1)), 16, 6)

# JPEG
grey.save(HERE / "grey.jpg", quality=95)
smooth.save(HERE / "rgb420.jpg", quality=90)
rgb.save(HERE / "rgb444.jpeg", quality=90, subsampling=0)
smooth.save(HERE / "progressive.JPG", quality=90, progressive=True)
smooth.save(HERE / "plain.jfif", format="JPEG", quality=90, subsampling=1)
rgb.save(HERE / "stored-as-rgb.jpg", quality=90, keep_rgb=True)
cmyk = Image.fromarray(np.dstack([255 - SMOOTH, (GREY // 3)]), "CMYK")
cmyk.save(HERE / "cmyk.jpg", quality=95)
content = bytearray((HERE / "cmyk.jpg").read_bytes())
adobe = content.index(b"Adobe")
ycck = bytes(content[: adobe + 11]) + b"\x02" + bytes(content[adobe + 12 :])
(HERE / "ycck.jpg").write_bytes(ycck)
cmyk.save(HERE / "cmyk-profile.jpg", quality=95, icc_profile=swapped_profile())
smooth.save(HERE / "profile.jpg", quality=90, icc_profile=swapped_profile())
grey.save(HERE / "grey-profile.jpg", quality=90, icc_profile=swapped_profile())
turned = Image.Exif()
turned[0x0112] = 6
smooth.save(HERE / "turned.jpg", quality=90, exif=turned)
buffer = io.BytesIO()
smooth.save(buffer, "JPEG", quality=90)
plain = buffer.getvalue()
length = struct.unpack(">H", plain[4:6])[0]
(HERE / "no-jfif.jpg").write_bytes(plain[:2] + plain[4 + length :])
(HERE / "rubbish-behind.jpg").write_bytes(plain + b"and some more bytes, as cameras leave them")

# GIF
palette.save(HERE / "palette.gif")
palette.save(HERE / "transparent.gif", transparency=5)
content = bytearray((HERE / "palette.gif").read_bytes())
content[6:10] = struct.pack("<HH", W + 6, H + 4)  # a larger screen, of which the frame is a part
frame = 13 + 3 * 2 ** ((content[10] & 7) + 1)
while content[frame] == 0x21:
    frame += 2
    while content[frame]:
        frame += content[frame] + 1
    frame += 1
content[frame + 1 : frame + 5] = struct.pack("<HH", 4, 3)
(HERE / "frame-within.gif").write_bytes(content)
frames = [palette, Image.fromarray(255 - RGB).quantize(61)]
frames[0].save(HERE / "animated.gif", save_all=True, append_images=frames[1:])

# BMP
for name, image in (("grey.bmp", grey), ("one-bit.bmp", grey.convert("1")), ("palette.bmp", palette), ("rgb.bmp", rgb), ("rgba.bmp", rgba)):
    image.save(HERE / name)

# WebP
smooth.save(HERE / "lossy.webp", quality=90)
rgb.save(HERE / "lossless.webp", lossless=True)
rgba.save(HERE / "alpha.webp", lossless=True, exact=True)
smooth.save(HERE / "webp-named.jpg", format="WEBP", quality=90)

# TIFF
grey.save(HERE / "grey.tif")
grey.convert("1").save(HERE / "one-bit.tif")
Image.fromarray(GREY16).save(HERE / "grey16.tif")
exact["grey16.tif"] = exact["grey16.png"]
palette.save(HERE / "palette.tiff")
rgb.save(HERE / "rgb.tiff")
rgb.save(HERE / "rgb-lzw.tif", compression="tiff_lzw")
rgb.save(HERE / "rgb-deflate.tif", compression="tiff_adobe_deflate")
rgba.save(HERE / "rgba.tif")
rgb.save(HERE / "rgb-profile.tif", icc_profile=swapped_profile())
cmyk.save(HERE / "cmyk.tif")
smooth.save(HERE / "jpeg-inside.tif", compression="jpeg", quality=90)

warnings.simplefilter("ignore")
expected = {}
for file in sorted(HERE.iterdir()):
    if file.suffix in (".py", ".gz"):
        continue
    image = Image.fromarray(exact[file.name]) if file.name in exact else Image.open(file).convert("RGB")
    values = {"width": image.width, "height": image.height, "own": image}
    for size in (8, 30):
        values[str(size)] = image.resize((size, size), Image.Resampling.BILINEAR)
    expected[file.name] = {
        key: base64.b64encode(v.tobytes()).decode() if isinstance(v, Image.Image) else v for key, v in values.items()
    }
(HERE / "expected.json.gz").write_bytes(gzip.compress(json.dumps(expected).encode(), mtime=0))
