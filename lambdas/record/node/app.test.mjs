// DynamoDB's answers are mocked; the contract test of `lambdas/bench` uses a database.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { DynamoDBClient, DynamoDBServiceException } from "@aws-sdk/client-dynamodb";

const refusal = new DynamoDBServiceException({ name: "ValidationException", $fault: "client" });
const refuse = async () => {
    throw refusal;
};
const send = mock.method(DynamoDBClient.prototype, "send", refuse);
const sent = () => send.mock.calls.map((call) => call.arguments[0].input);

let imports = 0;
/** The function as it starts, and what it has sent by then. */
const start = async () => {
    imports += 1;
    const app = await import(`./app.mjs?${imports}`);
    const connected = sent();
    send.mock.resetCalls();
    send.mock.mockImplementation(async () => ({}));
    return { ...app, connected };
};

beforeEach(() => {
    process.env.TABLE_NAME = "table";
    delete process.env.CONNECT;
    send.mock.resetCalls();
    send.mock.mockImplementation(refuse);
});

test("writes the message and answers its id", async () => {
    const { connected, handler } = await start();
    assert.deepEqual(connected, [{ TableName: "table", Item: {} }]);
    const answer = await handler({ version: "2.0", body: '{"message": "größer"}' });
    assert.equal(answer.statusCode, 201);
    const { id, ...others } = JSON.parse(answer.body);
    assert.deepEqual(others, {});
    const Item = { id: { S: id }, message: { S: "größer" } };
    assert.deepEqual(sent(), [{ TableName: "table", Item }]);
});

test("reads an encoded body", async () => {
    const { parse } = await start();
    const body = Buffer.from('{"message": "hello"}').toString("base64");
    assert.equal(parse({ body, isBase64Encoded: true }), "hello");
});

test("counts bytes", async () => {
    const { parse } = await start();
    const body = (letters) => JSON.stringify({ message: "é".repeat(letters) });
    assert.equal(parse({ body: body(512) }), "é".repeat(512));
    assert.equal(parse({ body: body(513) }), undefined);
});

for (const event of [{}, { body: "" }, { body: "[" }, { body: '{"message": ""}' }]) {
    test(`refuses ${JSON.stringify(event)} before it asks DynamoDB`, async () => {
        const { BAD_REQUEST, handler } = await start();
        const answer = await handler(event);
        assert.equal(answer.statusCode, 400);
        assert.deepEqual(JSON.parse(answer.body), { error: BAD_REQUEST });
        assert.deepEqual(sent(), []);
    });
}

test("fails if DynamoDB does", async () => {
    const { handler } = await start();
    send.mock.mockImplementation(refuse);
    await assert.rejects(handler({ body: '{"message": "hello"}' }), refusal);
});

test("connects in the first call if told to", async () => {
    process.env.CONNECT = "first-call";
    const { connected } = await start();
    assert.deepEqual(connected, []);
});

test("does not start if nobody answers", async () => {
    send.mock.mockImplementation(async () => {
        throw new Error("ECONNREFUSED");
    });
    await assert.rejects(start(), /ECONNREFUSED/);
});

test("needs a table name", async () => {
    delete process.env.TABLE_NAME;
    await assert.rejects(start(), /TABLE_NAME is not set/);
});
