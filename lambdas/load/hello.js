import { get } from "./url.js";

export default get;
