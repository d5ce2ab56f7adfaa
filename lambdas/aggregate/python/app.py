"""Answers a POST of orders with statistics of each customer's: count, sum, median, percentile."""

import base64
import json
from collections import defaultdict
from statistics import median_low
from typing import Any, Never

MAX_AMOUNT_CENTS = 999_999_999_999
BAD_ORDERS = (
    'the body must be a JSON array of orders, each an object with "customer": a text, '
    'and "amount_cents": an integer of at most 12 digits'
)


def refuse_constant(name: str) -> Never:
    raise ValueError(f"{name} is no JSON")


# NaN and Infinity are no JSON, though the `json` module reads them unless told otherwise.
DECODER = json.JSONDecoder(parse_constant=refuse_constant)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        customers = summarize(body(event))
    except (ValueError, RecursionError):
        return response(400, {"error": BAD_ORDERS})
    return response(200, {"customers": customers})


def body(event: dict[str, Any]) -> str:
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        return base64.b64decode(body, validate=True).decode()
    return body


def summarize(body: str) -> list[dict[str, Any]]:
    """Statistics of each customer, sorted by customer."""
    orders = DECODER.decode(body)
    if not isinstance(orders, list):
        raise ValueError(BAD_ORDERS)
    amounts = defaultdict(list)
    for order in orders:
        match order:
            case {"customer": str(customer), "amount_cents": amount} if (
                type(amount) is int  # and no bool
                and -MAX_AMOUNT_CENTS <= amount <= MAX_AMOUNT_CENTS
            ):
                amounts[customer].append(amount)
            case _:
                raise ValueError(BAD_ORDERS)
    return [statistics(customer, amounts[customer]) for customer in sorted(amounts)]


def statistics(customer: str, amounts: list[int]) -> dict[str, Any]:
    customer.encode()  # a ValueError if it is no text but half of a surrogate pair
    amounts.sort()
    return {
        "customer": customer,
        "count": len(amounts),
        "sum_cents": sum(amounts),
        "median_cents": median_low(amounts),
        "p95_cents": amounts[nearest_rank(95, len(amounts))],
    }


def nearest_rank(percent: int, count: int) -> int:
    """The index of the smallest of sorted values that at least `percent` do not exceed."""
    return (count * percent + 99) // 100 - 1


def response(status: int, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(body),
    }
