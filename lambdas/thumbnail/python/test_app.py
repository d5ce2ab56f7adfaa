import base64
import json
from io import BytesIO

import pytest
from app import BAD_IMAGE, handler
from PIL import Image

UPSIDE_DOWN = 3
ORIENTATION = 0x0112


def jpeg(image: Image.Image, orientation: int = 1) -> dict:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    file = BytesIO()
    image.save(file, "JPEG", exif=exif)
    return {"body": base64.b64encode(file.getvalue()).decode(), "isBase64Encoded": True}


def answered(event: dict) -> Image.Image:
    answer = handler(event, None)
    assert answer["statusCode"] == 200
    assert answer["headers"] == {"content-type": "image/jpeg"}
    assert answer["isBase64Encoded"]
    return Image.open(BytesIO(base64.b64decode(answer["body"])))


@pytest.mark.parametrize(
    ("size", "expected"),
    [((1024, 512), (256, 128)), ((300, 900), (85, 256)), ((10, 20), (10, 20))],
)
def test_fits_and_never_enlarges(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert answered(jpeg(Image.new("RGB", size))).size == expected


def test_turns_the_picture_upright() -> None:
    image = Image.new("RGB", (400, 400), "black")
    image.paste("white", (0, 0, 400, 200))
    upright = answered(jpeg(image, UPSIDE_DOWN))
    assert upright.getpixel((128, 10)) == (0, 0, 0)
    assert upright.getpixel((128, 246)) == (255, 255, 255)
    assert ORIENTATION not in upright.getexif()


def test_keeps_grey_grey() -> None:
    assert answered(jpeg(Image.new("L", (300, 300), 100))).mode == "L"


def test_refuses_what_is_no_such_jpeg() -> None:
    whole = base64.b64decode(jpeg(Image.effect_noise((300, 300), 50))["body"])
    half = base64.b64encode(whole[: len(whole) // 2]).decode()
    png = BytesIO()
    Image.new("RGB", (3, 3)).save(png, "PNG")
    for event in [
        {},
        {"body": "hello"},
        {"body": "!", "isBase64Encoded": True},
        {"body": half, "isBase64Encoded": True},
        {"body": base64.b64encode(png.getvalue()).decode(), "isBase64Encoded": True},
        jpeg(Image.new("CMYK", (3, 3))),
    ]:
        answer = handler(event, None)
        assert answer["statusCode"] == 400
        assert json.loads(answer["body"]) == {"error": BAD_IMAGE}
