"""Records a message in DynamoDB: a POST of {"message": "…"} is answered by {"id": "…"}."""

import base64
import json
import os
import uuid
from contextlib import suppress
from typing import Any

import boto3
from botocore.exceptions import ClientError

MAX_BYTES = 1024
BAD_REQUEST = 'the body must be a JSON object with one field, "message": a text of 1 to 1024 bytes'

TABLE_NAME = os.environ.get("TABLE_NAME")
if not TABLE_NAME:
    raise RuntimeError("TABLE_NAME is not set: give it the name of the DynamoDB table")

dynamodb = boto3.client("dynamodb")

# Opens the connection during INIT, which has a full CPU. DynamoDB refuses an item without a
# key, so this writes nothing, and it needs no permission but PutItem.
if os.environ.get("CONNECT") != "first-call":
    with suppress(ClientError):
        dynamodb.put_item(TableName=TABLE_NAME, Item={})


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        message = parse(event)
    except (ValueError, RecursionError):
        return response(400, {"error": BAD_REQUEST})
    item_id = str(uuid.uuid4())
    dynamodb.put_item(
        TableName=TABLE_NAME,
        Item={"id": {"S": item_id}, "message": {"S": message}},
    )
    return response(201, {"id": item_id})


def parse(event: dict[str, Any]) -> str:
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        body = base64.b64decode(body, validate=True).decode()
    match json.loads(body):
        case {"message": str(message), **others} if not others:
            if 1 <= len(message.encode()) <= MAX_BYTES:
                return message
    raise ValueError(BAD_REQUEST)


def response(status: int, body: dict[str, str]) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(body),
    }
