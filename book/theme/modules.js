// Loads a module of the site for the pages that need one: its JavaScript, and its wasm. It does so once,
// since a second instance would take the first one's memory for its own.
const loadedModules = {};
window.loadModule = (name) => loadedModules[name] ??= (async () => {
    const { widget } = document.documentElement.dataset;
    const folder = new URL(path_to_root + widget, document.baseURI);
    const fetchWasm = async () => {
        const { body } = await fetch(new URL(`${name}.wasm.deflate`, folder));
        const wasm = body.pipeThrough(new DecompressionStream("deflate-raw"));
        return new Response(wasm, { headers: { "content-type": "application/wasm" } });
    };
    const [glue, wasm] = await Promise.all([import(new URL(`${name}.js`, folder).href), fetchWasm()]);
    const { instance } = await WebAssembly.instantiateStreaming(wasm, { glue });
    glue.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return glue;
})();
