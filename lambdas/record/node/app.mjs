// Records a message in DynamoDB: a POST of {"message": "…"} is answered by {"id": "…"}.

import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";

import { DynamoDBClient, DynamoDBServiceException, PutItemCommand } from "@aws-sdk/client-dynamodb";

const MAX_BYTES = 1024;
export const BAD_REQUEST =
    'the body must be a JSON object with one field, "message": a text of 1 to 1024 bytes';

const { CONNECT, TABLE_NAME } = process.env;
if (!TABLE_NAME) {
    throw new Error("TABLE_NAME is not set: give it the name of the DynamoDB table");
}

const dynamodb = new DynamoDBClient();
const put = (Item) => dynamodb.send(new PutItemCommand({ TableName: TABLE_NAME, Item }));

// Opens the connection during INIT, which has a full CPU. DynamoDB refuses an item without a
// key, so this writes nothing, and it needs no permission but PutItem.
if (CONNECT !== "first-call") {
    await put({}).catch((error) => {
        if (!(error instanceof DynamoDBServiceException)) {
            throw error;
        }
    });
}

export const handler = async (event) => {
    const message = parse(event);
    if (message === undefined) {
        return response(400, { error: BAD_REQUEST });
    }
    const id = randomUUID();
    await put({ id: { S: id }, message: { S: message } });
    return response(201, { id });
};

/** The message in the body; undefined if the body is not as it has to be. */
export const parse = (event) => {
    const body = text(event);
    let fields;
    try {
        fields = JSON.parse(body);
    } catch {
        return undefined;
    }
    const { message, ...others } = fields ?? {};
    // JSON can hold one half of a surrogate pair, which UTF-8 can't encode.
    if (typeof message !== "string" || !message.isWellFormed() || Object.keys(others).length > 0) {
        return undefined;
    }
    const bytes = Buffer.byteLength(message);
    return bytes >= 1 && bytes <= MAX_BYTES ? message : undefined;
};

/** The body as text: empty if there is none, or if its bytes are not text. */
const text = (event) => {
    const body = event.body ?? "";
    if (typeof event !== "object" || typeof body !== "string") {
        throw new TypeError("this is not an event of an HTTP API");
    }
    if (!event.isBase64Encoded) {
        return body;
    }
    // Node.js skips what is not base64, and turns what is not UTF-8 into U+FFFD.
    const bytes = Buffer.from(body, "base64");
    return bytes.toString("base64") === body && isUtf8(bytes) ? bytes.toString() : "";
};

const response = (statusCode, body) => ({
    statusCode,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
});
