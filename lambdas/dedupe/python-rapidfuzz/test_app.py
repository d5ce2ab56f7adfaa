import base64
import json
from typing import Any

import app
import pytest


def ask(max_distance: int, records: list[str]) -> dict[str, Any]:
    body = json.dumps({"max_distance": max_distance, "records": records})
    return app.handler({"version": "2.0", "body": body}, None)


def found(max_distance: int, records: list[str]) -> list[list[int]]:
    answer = ask(max_distance, records)
    assert answer["statusCode"] == 200
    return json.loads(answer["body"])["clusters"]


def test_no_record_is_its_own_duplicate() -> None:
    assert found(1, []) == []
    assert found(1, ["a"]) == []


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [("kitten", "sitting", 3), ("ab", "ba", 2), ("é", "e\u0301", 2), ("Flaw 🦀", "Lawn 🦀", 3)],
)
def test_counts_edits_of_code_points(a: str, b: str, distance: int) -> None:
    assert found(distance, [a, b]) == [[0, 1]]
    assert found(distance - 1, [a, b]) == []


def test_clusters_stand_in_the_order_of_their_first_record() -> None:
    assert found(1, ["north", "south", "south!", "north!", "east"]) == [[0, 3], [1, 2]]


def test_a_later_record_joins_two_clusters() -> None:
    assert found(1, ["aaaa", "bbaa", "aaaa", "bbaa", "baaa"]) == [[0, 1, 2, 3, 4]]


def test_reads_an_encoded_body() -> None:
    body = base64.b64encode(b'{"max_distance": 1, "records": ["a", "b"]}').decode()
    assert app.parse({"body": body, "isBase64Encoded": True}) == (["a", "b"], 1)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[1, []]",
        '{"max_distance": true, "records": []}',
        '{"max_distance": 10, "records": []}',
        '{"max_distance": 1, "records": [""]}',
        '{"max_distance": 1, "records": ["\\ud800"]}',
        '{"max_distance": 1, "max_distance": 1, "records": []}',
    ],
)
def test_refuses_a_bad_body(body: str) -> None:
    answer = app.handler({"body": body}, None)
    assert answer["statusCode"] == 400
    assert json.loads(answer["body"]) == {"error": app.BAD_REQUEST}
