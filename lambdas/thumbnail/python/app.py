"""Answers a POST of a JPEG with a thumbnail: a JPEG of at most 256 x 256 pixels."""

import base64
import json
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

MAX_SIDE = 256
MAX_PIXELS = 50_000_000
QUALITY = 80
BAD_IMAGE = "the body must be a JPEG in colour or greyscale with at most 50000000 pixels"


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        picture = thumbnail(body(event))
    except (ValueError, OSError, SyntaxError, Image.DecompressionBombError):
        return response(400, "application/json", json.dumps({"error": BAD_IMAGE}))
    encoded = base64.b64encode(picture).decode()
    return response(200, "image/jpeg", encoded) | {"isBase64Encoded": True}


def body(event: dict[str, Any]) -> bytes:
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        return base64.b64decode(body, validate=True)
    return body.encode()


def thumbnail(jpeg: bytes) -> bytes:
    """The picture upright and no larger than before."""
    with Image.open(BytesIO(jpeg), formats=["JPEG"]) as image:
        if image.mode not in {"RGB", "L"} or image.width * image.height > MAX_PIXELS:
            raise ValueError(BAD_IMAGE)
        image.thumbnail((MAX_SIDE, MAX_SIDE))
        upright = ImageOps.exif_transpose(image)
    upright.info.clear()  # Else some of it would be written again.
    thumbnail = BytesIO()
    upright.save(thumbnail, "JPEG", quality=QUALITY)
    return thumbnail.getvalue()


def response(status: int, content_type: str, body: str) -> dict[str, Any]:
    return {"statusCode": status, "headers": {"content-type": content_type}, "body": body}
