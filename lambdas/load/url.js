// The only setting is the function's URL: `k6 run -e URL=http://… hello.js`.
import http from "k6/http";
import { fail } from "k6";

const url = __ENV.URL || fail("no URL: add -e URL=<the function's URL>");

export function get() {
  http.get(url);
}

export function post(body, type = "application/json") {
  http.post(url, body, { headers: { "content-type": type } });
}
