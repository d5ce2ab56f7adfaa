"""Draws the picture in event.json and writes that file: no photograph is needed.

Noise in octaves has the spectrum of a landscape; hills, a sun and fence posts have edges.
It needs Pillow: run it with the interpreter of the virtual environment, target/python.
"""

import base64
import json
import math
import random
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1280, 960
QUALITY = 78
SIZE = (WIDTH, HEIGHT)


def noise(seed: int, finest: int, roughness: float = 0.55) -> Image.Image:
    """Grey clouds: random grids, each twice as fine as the one before, and fainter."""
    generator = random.Random(seed)
    clouds = Image.new("L", SIZE, 128)
    cells, strength = 4, 0.5
    while cells <= finest:
        grid = Image.frombytes("L", (cells, cells), generator.randbytes(cells * cells))
        octave = grid.resize(SIZE, Image.Resampling.BICUBIC)
        clouds = Image.blend(clouds, octave, strength)
        cells, strength = cells * 2, strength * roughness
    return clouds


def tint(grey: Image.Image, dark: tuple[int, int, int], light: tuple[int, int, int]) -> Image.Image:
    """Colours for grey: from dark to light, channel by channel."""
    channels = []
    for low, high in zip(dark, light, strict=True):
        table = [low + (high - low) * level // 255 for level in range(256)]
        channels.append(grey.point(table))
    return Image.merge("RGB", channels)


def hill(height: float, waves: float, phase: float) -> Image.Image:
    """The mask of everything below a wavy line, with an edge as soft as a lens leaves it."""
    mask = Image.new("L", SIZE, 0)
    line = [
        (x, height - 60 * math.sin(x / WIDTH * waves + phase) - 25 * math.sin(x / 47 + phase))
        for x in range(0, WIDTH + 8, 8)
    ]
    ImageDraw.Draw(mask).polygon([*line, (WIDTH, HEIGHT), (0, HEIGHT)], fill=255)
    return mask.filter(ImageFilter.GaussianBlur(0.8))


def landscape() -> Image.Image:
    sky = tint(Image.linear_gradient("L").resize(SIZE), (70, 120, 190), (235, 215, 190))
    sky = ImageChops.soft_light(sky, tint(noise(1, 32), (60, 60, 60), (220, 220, 220)))
    ImageDraw.Draw(sky).ellipse((880, 130, 1000, 250), fill=(255, 244, 214))
    picture = sky
    far = tint(noise(2, 256, 0.75), (40, 60, 80), (150, 165, 170))
    near = tint(noise(3, 512, 0.9), (20, 40, 10), (170, 185, 90))
    picture = Image.composite(far, picture, hill(470, 5.0, 0.4))
    picture = Image.composite(near, picture, hill(650, 3.0, 2.1))
    draw = ImageDraw.Draw(picture)
    for post in range(-10, WIDTH, 90):
        draw.rectangle((post, 700 + post // 12, post + 16, 880 + post // 12), fill=(96, 72, 52))
        draw.line((post, 740 + post // 12, post + 90, 747 + post // 12), (60, 44, 30), 5)
    return picture


def event(jpeg: bytes) -> dict[str, object]:
    return {
        "version": "2.0",
        "routeKey": "POST /thumbnails",
        "rawPath": "/thumbnails",
        "rawQueryString": "",
        "headers": {
            "accept": "*/*",
            "content-length": str(len(jpeg)),
            "content-type": "image/jpeg",
            "host": "api.example.com",
            "user-agent": "curl/8.5.0",
            "x-amzn-trace-id": "Root=1-65f0a1b2-0123456789abcdef01234567",
            "x-forwarded-for": "203.0.113.7",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
        },
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "example",
            "domainName": "api.example.com",
            "domainPrefix": "api",
            "http": {
                "method": "POST",
                "path": "/thumbnails",
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "curl/8.5.0",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "POST /thumbnails",
            "stage": "$default",
            "time": "12/Mar/2024:19:03:58 +0000",
            "timeEpoch": 1710270238000,
        },
        "body": base64.b64encode(jpeg).decode(),
        "isBase64Encoded": True,
    }


if __name__ == "__main__":
    encoded = BytesIO()
    landscape().save(encoded, "JPEG", quality=QUALITY)
    text = json.dumps(event(encoded.getvalue()), indent=2) + "\n"
    Path(__file__).with_name("event.json").write_text(text, encoding="utf-8")
