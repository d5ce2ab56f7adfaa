// Runs the functions on a reader's device: all in Python or all in Rust, each language in a worker of its own,
// so that they are treated alike and the page stays awake.

// A run repeats the call for long enough to be timed well by the clock, which browsers make coarse.
const RUN_MS = 20;
const RUNS = 5;
// Before the first run: browsers compile code that is called often a second time.
const WARM_UP_MS = 100;
// No further run is started after this.
const MOST_MS = 10_000;

/** A failure that the page has a sentence for. */
class Failure extends Error {
    constructor(kind) {
        super(kind);
        this.kind = kind;
    }
}

// Downloads, any of which may break off.
const fetched = (downloads) => Promise.all(downloads).catch(() => {
    throw new Failure("network");
});
const own = (name) => new URL(name, import.meta.url);
const unpacked = (body) => body.pipeThrough(new DecompressionStream("deflate-raw"));

const startRust = async () => {
    const fetchWasm = async () => {
        const { body } = await fetch(own("device.wasm.deflate"));
        return new Response(unpacked(body), { headers: { "content-type": "application/wasm" } });
    };
    const [glue, wasm] = await fetched([import(own("device.js")), fetchWasm()]);
    const { instance } = await WebAssembly.instantiateStreaming(wasm, { glue });
    glue.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return {
        body: ({ name, count }) => glue.body(name, count),
        race({ name, body }) {
            const bytes = new TextEncoder().encode(body);
            return measure(() => new TextDecoder().decode(glue.answer(name, bytes)));
        },
    };
};

const startPython = async ({ folder, names }) => {
    const files = await fetchPython(folder);
    const sources = await fetched(names.map(async (name) => (await fetch(own(`${name}.py`))).text()));
    postMessage({ isStarting: true });
    const python = await interpreter(folder, files);
    names.forEach((name, index) => python.FS.writeFile(`${name}.py`, sources[index]));
    const handlers = Object.fromEntries(names.map((name) => [name, python.pyimport(name).handler]));
    return {
        race({ name, body }) {
            const event = python.toPy({ body });
            try {
                return measure(() => {
                    const response = handlers[name](event, undefined);
                    const answer = response.get("body");
                    response.destroy();
                    return answer;
                });
            } finally {
                event.destroy();
            }
        },
    };
};

// Downloads everything at once, and completely before Python starts: a download that breaks off is reported
// as such.
const fetchPython = async (folder) => {
    let received = 0;
    const count = () => new TransformStream({
        transform(chunk, controller) {
            received += chunk.length;
            postMessage({ received });
            controller.enqueue(chunk);
        },
    });
    const get = async (name, type, unpack = (body) => body) => {
        const response = await fetch(new URL(name, folder));
        if (!response.ok) {
            throw new Error(`${name} is not there`);
        }
        const body = unpack(response.body.pipeThrough(count()));
        return new Response(body, { headers: { "content-type": type } }).blob();
    };
    const [wasm, library, lock] = await fetched([
        get("pyodide.asm.wasm.deflate", "application/wasm", unpacked),
        get("python_stdlib.zip", "application/zip"),
        get("pyodide-lock.json", "application/json"),
        import(new URL("pyodide.mjs", folder)),
        import(new URL("pyodide.asm.mjs", folder)),
    ]);
    return { "pyodide.asm.wasm": wasm, "python_stdlib.zip": library, "pyodide-lock.json": lock };
};

const interpreter = async (folder, files) => {
    const { loadPyodide } = await import(new URL("pyodide.mjs", folder));
    const load = globalThis.fetch;
    globalThis.fetch = async (address) => new Response(files[new URL(address, folder).pathname.split("/").pop()]);
    try {
        return await new Promise((resolve, reject) => {
            // Pyodide only warns when it can't be instantiated, and waits for ever.
            const instantiate = WebAssembly.instantiateStreaming;
            WebAssembly.instantiateStreaming = (...given) => {
                const instantiated = instantiate(...given);
                instantiated.catch(reject);
                return instantiated;
            };
            loadPyodide({ indexURL: folder }).then(resolve, reject);
        });
    } finally {
        globalThis.fetch = load;
    }
};

// Repeats a call for some milliseconds: the mean time of one, and the last answer.
const repeat = (call, ms) => {
    const began = performance.now();
    let calls = 0;
    let answer;
    let took;
    do {
        answer = call();
        calls += 1;
        took = performance.now() - began;
    } while (took < ms);
    return { ms: took / calls, answer };
};

const measure = (call) => {
    const end = performance.now() + MOST_MS;
    const { answer } = repeat(call, WARM_UP_MS);
    const runs = [];
    do {
        runs.push(repeat(call, RUN_MS).ms);
    } while (runs.length < RUNS && performance.now() < end);
    runs.sort((a, b) => a - b);
    const middle = (runs.length - 1) / 2;
    const ms = (runs[Math.floor(middle)] + runs[Math.ceil(middle)]) / 2;
    return { ms, runs: runs.length, answer };
};

const kindOf = (error) => {
    if (error instanceof RangeError || /memory/i.test(error.message)) {
        return "memory";
    }
    return error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError
        ? "unsupported"
        : error.kind;
};

const starts = { rust: startRust, python: startPython };
let started;
addEventListener("message", async ({ data: { task, given } }) => {
    try {
        if (task === "start") {
            started = await starts[given.language](given);
            postMessage({ result: true });
        } else {
            postMessage({ result: started[task](given) });
        }
    } catch (error) {
        postMessage({ failure: { kind: kindOf(error), message: error.message } });
    }
});
