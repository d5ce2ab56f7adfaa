"""Draws the picture of `event.json`: smooth, textured and sharp parts, as a photograph has.

Run it in the virtual environment of `cargo measure setup`; it writes the event again.
"""

import base64
import json
import random
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (1600, 1200)
EVENT = Path(__file__).with_name("event.json")


def draw(seed: int = 1) -> Image.Image:
    chance = random.Random(seed)
    sky = Image.linear_gradient("L").resize(SIZE)
    picture = Image.merge("RGB", (sky, sky.point(lambda value: 80 + value // 2), ImageChops.invert(sky)))
    painter = ImageDraw.Draw(picture)
    for _ in range(150):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        radius = chance.randrange(10, 120)
        colour = tuple(chance.randrange(256) for _ in range(3))
        painter.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    return ImageChops.overlay(picture.filter(ImageFilter.GaussianBlur(1)), texture(chance))


def texture(chance: random.Random) -> Image.Image:
    """Coarse and fine grain around a middle grey."""
    grain = Image.new("L", SIZE, 128)
    for scale in (4, 16, 64):
        size = (SIZE[0] // scale, SIZE[1] // scale)
        noise = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
        grain = Image.blend(grain, noise.resize(SIZE, Image.Resampling.BICUBIC), 0.04)
    return grain.convert("RGB")


def main() -> None:
    jpeg = BytesIO()
    draw().save(jpeg, "JPEG", quality=80)
    event = json.loads(EVENT.read_text())
    event["body"] = base64.b64encode(jpeg.getvalue()).decode()
    event["headers"]["content-length"] = str(len(jpeg.getvalue()))
    EVENT.write_text(json.dumps(event, indent=2) + "\n")


if __name__ == "__main__":
    main()
