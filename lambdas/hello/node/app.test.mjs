import assert from "node:assert/strict";
import { test } from "node:test";

import { handler } from "./app.mjs";

test("answers hello", async () => {
    assert.deepEqual(await handler({}), { message: "hello" });
});
