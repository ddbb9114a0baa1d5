"""Makes the PNG files of this folder, and expected.json beside them: what each must read as.

    python3 make_fixtures.py

Only the standard library is used, and no PNG library: every chunk is written here, so that the
files are a second opinion. The pictures are 11 x 9, so that each of the seven passes of an
interlaced file has pixels and rows end within a byte.

expected.json holds, for each file, its channels and its samples as hexadecimal, on white.
"""

import json
import math
import random
import struct
import zlib

WIDTH, HEIGHT = 11, 9
GRAY, RGB, PALETTE, GRAY_ALPHA, RGBA = 0, 2, 3, 4, 6
SAMPLES = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGBA: 4}
# Adam7: first column and row, then the steps between them.
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4),
          (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name, body):
    crc = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", crc)


def packed_row(samples, depth):
    """Filter byte 0 and the samples, first in the highest bits."""
    bits = "".join(format(s, "0%db" % depth) for s in samples)
    bits += "0" * (-len(bits) % 8)
    return b"\0" + bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def png(color, depth, rows, interlaced, before_data=b""):
    passes = PASSES if interlaced else [(0, 0, 1, 1)]
    raw = b""
    for left, top, right, down in passes:
        for row in rows[top::down]:
            raw += packed_row([s for pixel in row[left::right] for s in pixel], depth)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, color, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before_data
            + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def to8(sample, depth):
    """Nearest of 256 levels."""
    return math.floor(sample * 255 / (2 ** depth - 1) + 0.5)


def on_white(sample, alpha, depth=8):
    """Over white, then the nearest of 256 levels; whole numbers, so that nothing is rounded twice."""
    top = 2 ** depth - 1
    blend = alpha * sample + (top - alpha) * top
    return (2 * 255 * blend + top * top) // (2 * top * top)


random.seed(1)
expected = {}


def add(name, data, pixels):
    """pixels: 8-bit tuples without alpha, row by row."""
    with open(name + ".png", "wb") as file:
        file.write(data)
    expected[name] = {"channels": len(pixels[0]),
                      "samples": bytes(s for p in pixels for s in p).hex()}


def picture(color, depth):
    top = 2 ** depth - 1
    rows = [[tuple(random.randint(0, top) for _ in range(SAMPLES[color]))
             for _ in range(WIDTH)] for _ in range(HEIGHT)]
    # The ends of the range are in every picture.
    rows[0][0] = (0,) * SAMPLES[color]
    rows[0][1] = (top,) * SAMPLES[color]
    return rows


def variants(name, color, depth, rows, show, before_data=b""):
    pixels = [show(p) for row in rows for p in row]
    for interlaced in (False, True):
        suffix = "-interlaced" if interlaced else ""
        add(name + suffix, png(color, depth, rows, interlaced, before_data), pixels)


for color, word in ((GRAY, "gray"), (RGB, "rgb")):
    for depth in (1, 2, 4, 8, 16) if color == GRAY else (8, 16):
        rows = picture(color, depth)
        opaque = lambda p: tuple(to8(s, depth) for s in p)
        variants(f"{word}-{depth}", color, depth, rows, opaque)
        # tRNS: one colour, that of the pixel in the middle, is transparent; in 16 bits only if
        # every bit is equal, so a neighbour differs in the lowest one alone.
        key = rows[4][5]
        rows[4][6] = key[:-1] + (key[-1] ^ 1,)
        clear = chunk(b"tRNS", struct.pack(">%dH" % len(key), *key))
        keyed = lambda p: (255,) * len(p) if p == key else opaque(p)
        variants(f"{word}-{depth}-trns", color, depth, rows, keyed, clear)

for color, word in ((GRAY_ALPHA, "gray-alpha"), (RGBA, "rgba")):
    for depth in (8, 16):
        rows = picture(color, depth)
        blended = lambda p: tuple(on_white(s, p[-1], depth) for s in p[:-1])
        variants(f"{word}-{depth}", color, depth, rows, blended)

for depth in (1, 2, 4, 8):
    rows = picture(PALETTE, depth)
    colors = [tuple(random.randint(0, 255) for _ in range(3)) for _ in range(2 ** depth)]
    # tRNS may be shorter than the palette: the rest is opaque.
    alphas = [random.randint(0, 255) for _ in range(2 ** depth - 1)]
    plte = chunk(b"PLTE", bytes(s for c in colors for s in c))
    trns = chunk(b"tRNS", bytes(alphas))
    variants(f"palette-{depth}", PALETTE, depth, rows, lambda p: colors[p[0]], plte)
    variants(f"palette-{depth}-trns", PALETTE, depth, rows,
             lambda p: tuple(on_white(s, (alphas + [255])[p[0]]) for s in colors[p[0]]),
             plte + trns)

# A stated gamma, here "proportional to light", changes nothing.
gamma = chunk(b"gAMA", struct.pack(">I", 100000))
for color, depth, name in ((GRAY, 8, "gray-8-gamma"), (RGBA, 16, "rgba-16-gamma")):
    rows = picture(color, depth)
    shown = lambda p: p if color == GRAY else tuple(on_white(s, p[-1], depth) for s in p[:-1])
    variants(name, color, depth, rows, shown, gamma)

with open("expected.json", "w") as file:
    json.dump(expected, file, indent=1, sort_keys=True)
    file.write("\n")
