import { post } from "./url.js";

const { body } = JSON.parse(open("../dedupe/event.json"));

export default () => post(body);
