"""Answers a POST of orders with statistics of each customer's, which Rust computes."""

import base64
import json
from typing import Any

from aggregate_extension import summarize

BAD_ORDERS = (
    'the body must be a JSON array of orders, each an object with "customer": a text, '
    'and "amount_cents": an integer of at most 12 digits'
)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        summary = summarize(body(event)).decode()
    except ValueError:
        return response(400, json.dumps({"error": BAD_ORDERS}))
    return response(200, summary)


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
