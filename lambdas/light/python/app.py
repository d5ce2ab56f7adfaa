"""Writes five items to DynamoDB, reads them back and compares: a control, as others measured it on
AWS. The connection is made by the first call, unless IN_INIT is "connection"."""

import json
import logging
import os
import platform
import time
from contextlib import suppress
from typing import Any

import boto3
from botocore.exceptions import ClientError

ITEMS = 5
WORKLOAD = "light"
DAY = 24 * 60 * 60

logger = logging.getLogger()
logger.setLevel(logging.INFO)

TABLE_NAME = os.environ.get("TABLE_NAME")
if not TABLE_NAME:
    raise RuntimeError("TABLE_NAME is not set: give it the name of the DynamoDB table")

dynamodb = boto3.client("dynamodb")

# DynamoDB refuses an item without a key, so this opens the connection and writes nothing.
if os.environ.get("IN_INIT") == "connection":
    with suppress(ClientError):
        dynamodb.put_item(TableName=TABLE_NAME, Item={})

Item = dict[str, dict[str, str]]


def handler(_event: object, context: Any) -> dict[str, Any]:
    runtime, architecture = f"python{platform.python_version()}", platform.machine()
    log("start", runtime=runtime, architecture=architecture, requestId=context.aws_request_id)
    items = new_items(time.time(), runtime, architecture)

    writes = [{"PutRequest": {"Item": item}} for item in items]
    written = dynamodb.batch_write_item(RequestItems={TABLE_NAME: writes})

    keys = [{"pk": item["pk"], "sk": item["sk"]} for item in items]
    read = dynamodb.batch_get_item(RequestItems={TABLE_NAME: {"Keys": keys}})
    found = read["Responses"].get(TABLE_NAME, [])

    result = {
        "itemsWritten": len(items),
        "itemsRead": len(found),
        "writeRequestId": written["ResponseMetadata"]["RequestId"],
        "readRequestId": read["ResponseMetadata"]["RequestId"],
        "allDataMatches": are_alike(items, found),
    }
    log("end", **result)
    return {
        "workload": WORKLOAD,
        "runtime": runtime,
        "architecture": architecture,
        "memoryLimitMb": int(context.memory_limit_in_mb),
        **result,
    }


def new_items(now: float, runtime: str, architecture: str) -> list[Item]:
    """The items of a call, by its time in seconds since 1970."""
    now_ms, ttl = int(now * 1000), int(now) + DAY
    return [
        {
            "pk": {"S": f"test-{now_ms}-{number}"},
            "sk": {"S": WORKLOAD},
            "timestamp": {"N": str(now_ms + number)},
            "ttl": {"N": str(ttl)},
            "workload": {"S": WORKLOAD},
            "runtime": {"S": runtime},
            "architecture": {"S": architecture},
            "data": {"S": f"data of a control, {runtime} on {architecture}, item {number}"},
        }
        for number in range(ITEMS)
    ]


def are_alike(items: list[Item], found: list[Item]) -> bool:
    """Tells whether every item was found with its data. DynamoDB returns them in any order."""
    data = {item["pk"]["S"]: item["data"] for item in found}
    return all(data.get(item["pk"]["S"]) == item["data"] for item in items)


def log(event: str, **fields: object) -> None:
    logger.info(json.dumps({"event": event, "workload": WORKLOAD, **fields}))
