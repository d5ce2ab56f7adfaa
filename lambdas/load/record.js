import { post } from "./url.js";

const { body } = JSON.parse(open("../record/event.json"));

export default () => post(body);
