// The committed event has a few orders; a measured one has about 1 MB of them.
import { post } from "./url.js";

const MEASURED_BYTES = 1_000_000;
const { body } = JSON.parse(open("../aggregate/event.json"));
const orders = body.trim().slice(1, -1);
const copies = Math.ceil(MEASURED_BYTES / (orders.length + 1));
const many = `[${Array(copies).fill(orders).join(",")}]`;

export default () => post(many);
