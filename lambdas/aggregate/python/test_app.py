import base64
import json
from typing import Any

import pytest
from app import BAD_ORDERS, handler, nearest_rank


def ask(body: str) -> tuple[int, Any]:
    answer = handler({"version": "2.0", "body": body}, None)
    return answer["statusCode"], json.loads(answer["body"])


def test_counts_and_sums_by_customer_in_the_order_of_code_points() -> None:
    orders = [
        {"customer": "ü", "amount_cents": 5},
        {"customer": "a", "amount_cents": 100, "items": [{"sku": 1}]},
        {"customer": "a", "amount_cents": -30},
    ]
    a = {"customer": "a", "count": 2, "sum_cents": 70, "median_cents": -30, "p95_cents": 100}
    u = {"customer": "ü", "count": 1, "sum_cents": 5, "median_cents": 5, "p95_cents": 5}
    assert ask(json.dumps(orders)) == (200, {"customers": [a, u]})
    assert ask("[]") == (200, {"customers": []})


def test_reads_an_encoded_body() -> None:
    event = {"body": base64.b64encode(b"[]").decode(), "isBase64Encoded": True}
    assert handler(event, None)["statusCode"] == 200


def test_percentiles_are_the_nearest_rank() -> None:
    assert [nearest_rank(95, count) for count in (1, 19, 20, 21)] == [0, 18, 18, 19]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        "[1]",
        '[{"customer": "a"}]',
        '[{"customer": "a", "amount_cents": true}]',
        '[{"customer": "a", "amount_cents": 1.0}]',
        '[{"customer": "a", "amount_cents": 1000000000000}]',
        '[{"customer": "a", "amount_cents": 1, "other": NaN}]',
        '[{"customer": "\\ud800", "amount_cents": 1}]',
    ],
)
def test_refuses_what_is_no_array_of_orders(body: str) -> None:
    assert ask(body) == (400, {"error": BAD_ORDERS})
