"""Finds near-duplicate records: a POST of {"max_distance": 2, "records": ["…", …]} is answered by
{"clusters": [[0, 3], …]}, the positions of the records that belong together."""

import base64
import json
from collections import defaultdict
from itertools import combinations, pairwise
from typing import Any

MAX_RECORDS = 1000
MAX_CODE_POINTS = 100
BAD_REQUEST = (
    'the body must be a JSON object with two fields: "max_distance", a whole number from 1 to 9, '
    'and "records", a list of at most 1000 texts of 1 to 100 code points'
)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        records, max_distance = parse(event)
    except (ValueError, RecursionError):
        return response(400, {"error": BAD_REQUEST})
    return response(200, {"clusters": clusters(records, max_distance)})


def parse(event: dict[str, Any]) -> tuple[list[str], int]:
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        body = base64.b64decode(body, validate=True).decode()
    match json.loads(body, object_pairs_hook=without_duplicates):
        case {"max_distance": int(max_distance), "records": list(records), **others} if (
            not others
            and not isinstance(max_distance, bool)
            and 1 <= max_distance <= 9
            and len(records) <= MAX_RECORDS
            and all(map(is_record, records))
        ):
            return records, max_distance
    raise ValueError(BAD_REQUEST)


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError(BAD_REQUEST)
    return fields


def is_record(value: object) -> bool:
    if not isinstance(value, str):
        return False
    value.encode()  # Fails on half a surrogate pair, which JSON's escapes can write.
    return 1 <= len(value) <= MAX_CODE_POINTS


def clusters(records: list[str], max_distance: int) -> list[list[int]]:
    """The positions of near-duplicates, direct or through others, in the order of the first."""
    parents = list(range(len(records)))
    for (first, a), (second, b) in combinations(enumerate(records), 2):
        if is_near(a, b, max_distance):
            join(parents, first, second)
    members = defaultdict(list)
    for position in range(len(records)):
        members[root(parents, position)].append(position)
    return [cluster for cluster in members.values() if len(cluster) > 1]


def is_near(a: str, b: str, max_distance: int) -> bool:
    """Tells whether the Levenshtein distance is at most max_distance: Wagner and Fischer's
    algorithm (1974) with two rows. No later row can be below a row that is above max_distance."""
    if abs(len(a) - len(b)) > max_distance:
        return False
    previous = list(range(len(b) + 1))
    for row, x in enumerate(a, 1):
        left = row
        current = [left]
        for y, (diagonal, above) in zip(b, pairwise(previous), strict=True):
            left = diagonal if x == y else 1 + min(diagonal, above, left)
            current.append(left)
        if min(current) > max_distance:
            return False
        previous = current
    return previous[-1] <= max_distance


def join(parents: list[int], first: int, second: int) -> None:
    """Puts both clusters below the smaller of their roots: a cluster's first position."""
    first, second = root(parents, first), root(parents, second)
    parents[max(first, second)] = min(first, second)


def root(parents: list[int], position: int) -> int:
    while parents[position] != position:
        position = parents[position]
    return position


def response(status: int, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(body),
    }
