"""Answers a constant: what a request costs before a function does any work."""

from typing import Any


def handler(_event: dict[str, Any], _context: object) -> dict[str, str]:
    return {"message": "hello"}
