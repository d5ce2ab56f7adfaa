// Replaces mdBook's highlighter by the two functions that its script calls: the functions' code is
// coloured when the site is built, and commands need no colours.
/* exported hljs */
var hljs = { configure() {}, highlightBlock() {} };
