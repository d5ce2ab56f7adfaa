"""Finds near-duplicate records: a POST of {"max_distance": 2, "records": ["…", …]} is answered by
{"clusters": [[0, 3], …]}, which Rust computes."""

import base64
import json
from typing import Any

from dedupe_extension import dedupe

BAD_REQUEST = (
    'the body must be a JSON object with two fields: "max_distance", a whole number from 1 to 9, '
    'and "records", a list of at most 1000 texts of 1 to 100 code points'
)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        clusters = dedupe(body(event)).decode()
    except ValueError:
        return response(400, json.dumps({"error": BAD_REQUEST}))
    return response(200, clusters)


def body(event: dict[str, Any]) -> bytes:
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        return base64.b64decode(body, validate=True)
    return body.encode()


def response(status: int, body: str) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": body,
    }
