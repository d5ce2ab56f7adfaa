"""DynamoDB's answers are stubbed; the contract test of `lambdas/bench` uses a database."""

import base64
import importlib
import json
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

NO_ITEM = {"TableName": "table", "Item": {}}


@pytest.fixture
def stubber(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """A client that has refused one item, and that `app` will be given."""
    monkeypatch.setenv("TABLE_NAME", "table")
    client = boto3.client(
        "dynamodb",
        region_name="ap-southeast-2",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    monkeypatch.setattr(boto3, "client", lambda _service: client)
    with Stubber(client) as stubber:
        stubber.add_client_error("put_item", "ValidationException", expected_params=NO_ITEM)
        yield stubber


@pytest.fixture
def app(stubber: Stubber) -> ModuleType:
    sys.modules.pop("app", None)
    module = importlib.import_module("app")
    stubber.assert_no_pending_responses()
    return module


def body(answer: dict[str, Any]) -> dict[str, str]:
    return json.loads(answer["body"])


def test_writes_the_message_and_answers_its_id(app: ModuleType, stubber: Stubber) -> None:
    item = {"id": {"S": ANY}, "message": {"S": "größer"}}
    stubber.add_response("put_item", {}, {"TableName": "table", "Item": item})
    answer = app.handler({"version": "2.0", "body": '{"message": "größer"}'}, None)
    assert answer["statusCode"] == 201
    assert list(body(answer)) == ["id"]
    stubber.assert_no_pending_responses()


def test_reads_an_encoded_body(app: ModuleType) -> None:
    encoded = base64.b64encode(b'{"message": "hello"}').decode()
    assert app.parse({"body": encoded, "isBase64Encoded": True}) == "hello"


def test_counts_bytes(app: ModuleType) -> None:
    assert app.parse({"body": json.dumps({"message": "é" * 512})})
    with pytest.raises(ValueError, match="1 to 1024 bytes"):
        app.parse({"body": json.dumps({"message": "é" * 513})})


@pytest.mark.parametrize("event", [{}, {"body": ""}, {"body": "["}, {"body": '{"message": ""}'}])
def test_refuses_a_bad_body_before_it_asks_dynamodb(app: ModuleType, event: dict) -> None:
    answer = app.handler(event, None)
    assert answer["statusCode"] == 400
    assert body(answer) == {"error": app.BAD_REQUEST}


def test_connects_in_the_first_call_if_told_to(
    stubber: Stubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONNECT", "first-call")
    sys.modules.pop("app", None)
    importlib.import_module("app")
    with pytest.raises(AssertionError, match="1 responses remaining"):
        stubber.assert_no_pending_responses()


def test_needs_a_table_name(app: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TABLE_NAME")
    with pytest.raises(RuntimeError, match="TABLE_NAME is not set"):
        importlib.reload(app)
