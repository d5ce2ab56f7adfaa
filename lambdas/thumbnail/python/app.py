"""Makes a thumbnail: a POST of a JPEG is answered by a JPEG of at most 256 by 256 pixels."""

import base64
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

MAX_SIZE = (256, 256)
MAX_PIXELS = 24_000_000
QUALITY = 80
BAD_REQUEST = "the body must be a whole JPEG of at most 24 million pixels"


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        small = thumbnail(parse(event))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return response(400, "text/plain", BAD_REQUEST, is_base64=False)
    return response(200, "image/jpeg", base64.b64encode(small).decode(), is_base64=True)


def parse(event: dict[str, Any]) -> bytes:
    if not event.get("isBase64Encoded"):
        raise ValueError(BAD_REQUEST)
    return base64.b64decode(event.get("body") or "", validate=True)


def thumbnail(jpeg: bytes) -> bytes:
    with Image.open(BytesIO(jpeg), formats=["JPEG"]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValueError(BAD_REQUEST)
        # Decodes at an eighth, a quarter or a half of the size if that is still large enough.
        image.thumbnail(MAX_SIZE)
        ImageOps.exif_transpose(image, in_place=True)
        small = BytesIO()
        rgb = image if image.mode in ("L", "RGB") else image.convert("RGB")
        rgb.save(small, "JPEG", quality=QUALITY)
        return small.getvalue()


def response(status: int, content_type: str, body: str, *, is_base64: bool) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {"content-type": content_type},
        "body": body,
        "isBase64Encoded": is_base64,
    }
