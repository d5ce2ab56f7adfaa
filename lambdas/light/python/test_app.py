"""DynamoDB's answers are stubbed; the contract test of `lambdas/bench` uses a database."""

import importlib
import json
import logging
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace

import boto3
import pytest
from botocore.stub import ANY, Stubber

CONTEXT = SimpleNamespace(aws_request_id="1", memory_limit_in_mb="512")
NOW = 1_700_000_000.5


@pytest.fixture
def stubber(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """A client that `app` will be given."""
    monkeypatch.setenv("TABLE_NAME", "table")
    client = boto3.client(
        "dynamodb",
        region_name="ap-southeast-2",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    monkeypatch.setattr(boto3, "client", lambda _service: client)
    with Stubber(client) as stubber:
        yield stubber


@pytest.fixture
def app(stubber: Stubber, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    sys.modules.pop("app", None)
    module = importlib.import_module("app")
    monkeypatch.setattr(module.time, "time", lambda: NOW)
    return module


def expect_calls(app: ModuleType, stubber: Stubber, found: list[dict]) -> None:
    items = app.new_items(NOW, ANY, ANY)
    for item in items:
        item["data"] = {"S": ANY}
    writes = {"table": [{"PutRequest": {"Item": item}} for item in items]}
    written = {"ResponseMetadata": {"RequestId": "write"}}
    stubber.add_response("batch_write_item", written, {"RequestItems": writes})
    keys = [{"pk": item["pk"], "sk": item["sk"]} for item in items]
    reads = {"table": {"Keys": keys}}
    read = {"Responses": {"table": found}, "ResponseMetadata": {"RequestId": "read"}}
    stubber.add_response("batch_get_item", read, {"RequestItems": reads})


def stored(app: ModuleType) -> list[dict]:
    python = f"python{app.platform.python_version()}"
    return app.new_items(NOW, python, app.platform.machine())


def test_finds_its_items_in_any_order(
    app: ModuleType, stubber: Stubber, caplog: pytest.LogCaptureFixture
) -> None:
    expect_calls(app, stubber, stored(app)[::-1])
    with caplog.at_level(logging.INFO):
        answer = app.handler({}, CONTEXT)
    assert (answer["itemsWritten"], answer["itemsRead"]) == (5, 5)
    assert answer["allDataMatches"] is True
    assert (answer["writeRequestId"], answer["readRequestId"]) == ("write", "read")
    assert answer["memoryLimitMb"] == 512
    lines = [json.loads(record.message) for record in caplog.records if record.name == "root"]
    assert [line["event"] for line in lines] == ["start", "end"]


def test_notices_what_is_missing_or_changed(app: ModuleType, stubber: Stubber) -> None:
    changed = stored(app)
    changed[0]["data"] = {"S": "other"}
    for found in [changed, changed[1:], []]:
        expect_calls(app, stubber, found)
        answer = app.handler({}, CONTEXT)
        assert answer["itemsRead"] == len(found)
        assert answer["allDataMatches"] is False


def test_items_expire_a_day_later(app: ModuleType) -> None:
    items = app.new_items(NOW, "python", "x86_64")
    assert items[4]["pk"] == {"S": "test-1700000000500-4"}
    assert items[4]["timestamp"] == {"N": "1700000000504"}
    assert items[4]["ttl"] == {"N": "1700086400"}


def test_needs_a_table_name(app: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TABLE_NAME")
    with pytest.raises(RuntimeError, match="TABLE_NAME is not set"):
        importlib.reload(app)
