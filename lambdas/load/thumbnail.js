import { b64decode } from "k6/encoding";
import { post } from "./url.js";

const { body } = JSON.parse(open("../thumbnail/event.json"));
const jpeg = b64decode(body);

export default () => post(jpeg, "image/jpeg");
