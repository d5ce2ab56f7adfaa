// The page "On your own device": the functions' own Python and Rust race in this browser. What runs them is
// `device-worker.js`, once for each language.
(() => {
    const device = document.getElementById("device");
    const { widget } = document.documentElement.dataset;
    if (!device || !widget) {
        return;
    }
    const find = (selector) => device.querySelector(selector);
    const [button, select, input] = [find("button"), find("select"), find("input")];
    const [status, result] = [find(".device-status"), find(".device-result")];
    const address = (file) => new URL(path_to_root + file, document.baseURI);
    const folder = address(device.dataset.python).href;
    const language = { rust: "Rust", python: "Python" };
    const advice = {
        network: "Python could not be fetched: go online, then tap again.",
        memory: "There is not enough memory for Python: close other tabs and tap again, or open this page on a "
            + "computer.",
        unsupported: "This browser can't run this WebAssembly: update it, or open this page in another one.",
    };
    const say = (text) => {
        status.textContent = text;
    };
    const adviseOn = ({ kind, message }) => advice[kind] ?? `Something went wrong: ${message}. Reload the page.`;

    const limit = () => {
        const { most, usual, given } = select.selectedOptions[0].dataset;
        input.max = most;
        input.value = usual;
        find(".device-limits").textContent = `1 to ${Number(most).toLocaleString("en")} ${given}`;
        result.hidden = true;
    };

    // One thing at a time: the worker answers in order.
    const open = (name) => {
        const worker = new Worker(new URL("device-worker.js", address(widget)), { type: "module" });
        return {
            end: () => worker.terminate(),
            ask: (task, given, onProgress) => new Promise((resolve, reject) => {
                worker.onmessage = ({ data }) => {
                    if ("result" in data) {
                        resolve(data.result);
                    } else if (data.failure) {
                        reject(data.failure);
                    } else {
                        onProgress(data);
                    }
                };
                // Its script can't be fetched.
                worker.onerror = () => reject({ kind: "network" });
                worker.postMessage({ task, given: { language: name, ...given } });
            }),
        };
    };

    let workers;
    const label = { fetch: button.textContent, start: "Start Python, kept in this browser", race: "Race" };
    const begin = async () => {
        const { names, version, size } = device.dataset;
        // Whole megabytes: a screen reader says each.
        const onProgress = ({ received, isStarting }) => say(isStarting
            ? "Starting Python …"
            : `Fetching: ${Math.floor(received / 1e6)} of ${size} …`);
        say("Fetching …");
        workers = { rust: open("rust"), python: open("python") };
        await Promise.all([
            workers.rust.ask("start"),
            workers.python.ask("start", { folder, names: names.split(" ") }, onProgress),
        ]);
        button.textContent = label.race;
        say(`Python ${version} now runs in this page.`);
        keep();
    };
    const end = () => {
        Object.values(workers).forEach((worker) => worker.end());
        workers = undefined;
        button.textContent = label.fetch;
        offerKept();
    };

    // The next time, the service worker has it, even without a network.
    const keep = async () => {
        if (!("serviceWorker" in navigator)) {
            return;
        }
        const { active } = await navigator.serviceWorker.ready;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data: isKept }) => {
            find(".device-kept").hidden = !isKept;
        };
        active.postMessage({ keep: device.dataset.python }, [port2]);
    };
    const offerKept = async () => {
        const kept = await window.caches?.match(new URL("pyodide.asm.wasm.deflate", folder));
        if (kept && !workers) {
            button.textContent = label.start;
        }
    };

    // The first thing in which two answers differ, if they do.
    const difference = (python, rust, place) => {
        const keys = (value) => value !== null && typeof value === "object" ? Object.keys(value) : undefined;
        if (!keys(python) || !keys(rust)) {
            return python === rust
                ? undefined
                : `${place} is ${JSON.stringify(python)} in Python and ${JSON.stringify(rust)} in Rust`;
        }
        for (const key of new Set([...keys(python), ...keys(rust)])) {
            const found = difference(python[key], rust[key], `${place}.${key}`);
            if (found) {
                return found;
            }
        }
        return undefined;
    };

    const show = (raced, name, count) => {
        const longest = Math.max(raced.rust.ms, raced.python.ms);
        for (const lane of device.querySelectorAll("[data-language]")) {
            const { ms } = raced[lane.dataset.language];
            lane.querySelector(".device-bar").style.setProperty("--share", ms / longest);
            lane.querySelector(".device-time").textContent = milliseconds(ms);
        }
        const [fast, slow] = ["rust", "python"].sort((a, b) => raced[a].ms - raced[b].ms);
        const times = threeDigits(raced[slow].ms / raced[fast].ms);
        const [python, rust] = [raced.python, raced.rust].map(({ answer }) => JSON.parse(answer));
        const [[found, list]] = Object.entries(rust);
        const differs = difference(python, rust, "answer");
        find(".device-verdict").textContent = `${language[slow]} took ${times} times as long as ${language[fast]}. `
            + (differs ? `The answers differ: ${differs}.` : `The answers are equal: ${list.length} ${found}.`);
        const told = ({ runs }) => runs === 1 ? "one run" : `the median of ${runs} runs`;
        const [ofRust, ofPython] = [raced.rust, raced.python].map(told);
        const runs = ofRust === ofPython ? `${ofRust} each` : `${ofRust} in Rust, ${ofPython} in Python`;
        find(".device-method").textContent = `${name} with ${count.toLocaleString("en")} `
            + `${select.selectedOptions[0].dataset.given}, the time of a warm call: ${runs}.`;
        result.hidden = false;
        say("");
    };

    const race = async () => {
        const [name, count] = [select.value, input.valueAsNumber];
        const body = await workers.rust.ask("body", { name, count });
        const raced = {};
        for (const one of ["rust", "python"]) {
            say(`Running ${language[one]} …`);
            raced[one] = await workers[one].ask("race", { name, body });
        }
        show(raced, name, count);
    };

    button.addEventListener("click", async () => {
        if (!input.reportValidity()) {
            return;
        }
        const controls = [button, select, input];
        controls.forEach((control) => control.disabled = true);
        try {
            await (workers ? race() : begin());
        } catch (failure) {
            say(adviseOn(failure));
            end();
        }
        controls.forEach((control) => control.disabled = false);
        // A disabled button loses the focus.
        if (document.activeElement === document.body) {
            button.focus();
        }
    });
    select.addEventListener("change", limit);
    limit();

    if (!window.WebAssembly?.instantiateStreaming || !window.DecompressionStream) {
        say(advice.unsupported);
        return;
    }
    find(".device-form").hidden = false;
    offerKept();
})();
