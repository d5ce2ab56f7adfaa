// Starts the calculator's widget where a page has one. mdBook adds no modules, so this
// classic script imports it; `path_to_root` is mdBook's own.
if (document.getElementById("calculator")) {
    const widget = new URL(path_to_root + "calculator/calculator.js", document.baseURI);
    import(widget.href).then((module) => module.default());
}
