"""Pictures are drawn here; the contract test of `lambdas/bench` compares the variants."""

import base64
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import app
import pytest
from PIL import Image


def jpeg(size: tuple[int, int], mode: str = "RGB", **options: Any) -> bytes:
    """A JPEG whose left half is dark."""
    picture = Image.new("L", size, 220)
    picture.paste(20, (0, 0, size[0] // 2, size[1]))
    encoded = BytesIO()
    picture.convert(mode).save(encoded, "JPEG", **options)
    return encoded.getvalue()


def shrunk(data: bytes) -> Image.Image:
    return Image.open(BytesIO(app.thumbnail(data)))


def ask(data: bytes) -> dict[str, Any]:
    return app.handler({"body": base64.b64encode(data).decode(), "isBase64Encoded": True}, None)


def assert_refused(answer: dict[str, Any]) -> None:
    assert answer["statusCode"] == 400
    assert answer["body"] == app.BAD_REQUEST


def test_shrinks_the_committed_picture() -> None:
    event = json.loads(Path(app.__file__).parents[1].joinpath("event.json").read_text())
    answer = app.handler(event, None)
    assert (answer["statusCode"], answer["isBase64Encoded"]) == (200, True)
    assert answer["headers"] == {"content-type": "image/jpeg"}
    small = Image.open(BytesIO(base64.b64decode(answer["body"])))
    assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (256, 192))


@pytest.mark.parametrize(
    ("size", "fitted"),
    [((1100, 700), (256, 163)), ((700, 1100), (163, 256)), ((256, 100), (256, 100)), ((1, 1),) * 2],
)
def test_keeps_the_aspect_ratio_and_never_enlarges(
    size: tuple[int, int], fitted: tuple[int, int]
) -> None:
    assert shrunk(jpeg(size)).size == fitted


@pytest.mark.parametrize(("mode", "answered"), [("L", "L"), ("RGB", "RGB"), ("CMYK", "RGB")])
def test_keeps_grey_and_turns_ink_into_light(mode: str, answered: str) -> None:
    small = shrunk(jpeg((600, 600), mode))
    assert small.mode == answered
    grey = small.convert("L")
    assert grey.getpixel((60, 128)) < 30
    assert grey.getpixel((200, 128)) > 210


def test_turns_the_picture_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # The camera was held so that the picture's left is up.
    small = shrunk(jpeg((600, 300), exif=exif)).convert("L")
    assert small.size == (128, 256)
    assert small.getpixel((64, 60)) < 30
    assert small.getpixel((64, 200)) > 210


def test_refuses_a_jpeg_that_is_cut_off() -> None:
    whole = jpeg((40, 30))
    for length in range(len(whole)):
        assert_refused(ask(whole[:length]))


def test_refuses_other_formats() -> None:
    png = BytesIO()
    Image.new("RGB", (8, 8)).save(png, "PNG")
    assert_refused(ask(png.getvalue()))


def test_refuses_too_many_pixels_without_decoding_them() -> None:
    bomb = bytearray(jpeg((8, 8)))
    frame = bomb.index(b"\xff\xc0")
    bomb[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    assert_refused(ask(bytes(bomb)))


@pytest.mark.parametrize("event", [{}, {"body": "/9j/"}, {"body": "%", "isBase64Encoded": True}])
def test_refuses_what_is_no_encoded_body(event: dict[str, Any]) -> None:
    assert_refused(app.handler(event, None))
