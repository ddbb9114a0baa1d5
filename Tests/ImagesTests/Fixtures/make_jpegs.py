"""Makes the JPEG files of this folder. Needs Pillow.

    python3 make_jpegs.py

A slope in every channel, 24 x 16, so that a sample is known from its place to a few levels:
red 8 row + 4 column, green 255 - 8 column, blue 100 + 6 row; gray is red.
"""

from PIL import Image

WIDTH, HEIGHT = 24, 16


def levels(row, column):
    return 8 * row + 4 * column, 255 - 8 * column, 100 + 6 * row


picture = Image.new("RGB", (WIDTH, HEIGHT))
picture.putdata([levels(r, c) for r in range(HEIGHT) for c in range(WIDTH)])
options = dict(quality=95, optimize=True)
picture.save("slope-rgb.jpg", subsampling=0, **options)
picture.save("slope-rgb-progressive.jpg", subsampling=0, progressive=True, **options)
picture.getchannel("R").save("slope-gray.jpg", **options)
