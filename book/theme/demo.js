// Rust and Python race on the same event: live, where `cargo measure demo` serves the page and its
// address has `?live`; otherwise as a replay of the committed run.
(() => {
    // The length of a replay, however long the race took.
    const REPLAY_MS = 6000;
    const isLive = new URLSearchParams(location.search).has("live");
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;

    const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

    for (const demo of document.querySelectorAll("[data-demo]")) {
        const find = (selector) => demo.querySelector(selector);
        const [select, button] = [find("select"), find("button")];
        const [verdict, source] = [find(".demo-verdict"), find(".demo-source")];
        const replay = JSON.parse(find(".demo-replay").textContent);
        const replayed = source.textContent;
        const lanes = [...demo.querySelectorAll("[data-variant]")];
        let race;

        const lock = (isLocked) => {
            button.disabled = isLocked;
            select.disabled = isLocked;
        };
        const reset = (calls) => {
            race = { calls, lanes: {} };
            for (const lane of lanes) {
                race.lanes[lane.dataset.variant] = { init: 0, done: 0, ms: 0, usd: 0 };
            }
            verdict.textContent = "";
            draw("");
        };
        const start = (calls) => {
            reset(calls);
            lock(true);
            draw();
        };
        const draw = (waiting = "INIT …") => {
            for (const lane of lanes) {
                const { init, done, ms, usd } = race.lanes[lane.dataset.variant];
                const write = (part, text) => {
                    lane.querySelector(".demo-" + part).textContent = text;
                };
                lane.querySelector(".demo-bar").style.setProperty("--share", done / race.calls);
                write("calls", `${done} of ${race.calls} calls`);
                write("time", done === 0
                    ? waiting
                    : `${milliseconds(ms)}, of which INIT ${milliseconds(init)}`);
                write("usd", usd.toFixed(8) + " USD");
            }
        };
        const end = () => {
            lock(false);
            button.textContent = "Race again";
        };
        const judge = () => {
            const { rust, python } = race.lanes;
            const times = (python.ms / rust.ms).toFixed(1);
            verdict.textContent = `${race.calls} calls of ${select.value} took `
                + `${milliseconds(rust.ms)} in Rust and ${milliseconds(python.ms)} in Python: `
                + `${times} times as long, and ${(python.usd / rust.usd).toFixed(1)} times the bill.`;
            end();
        };

        const playBack = () => {
            const measured = replay.races[select.value];
            const total = ({ init_ms, duration_ms }) => init_ms + sum(duration_ms);
            const longest = Math.max(...Object.values(measured).map(total));
            const speed = longest / REPLAY_MS;
            const pace = speed < 1
                ? `${(1 / speed).toFixed(1)} times slower than it ran`
                : `${speed.toFixed(1)} times faster than it ran`;
            source.textContent = `${replayed} Played ${pace}.`;
            start(measured.rust.duration_ms.length);
            const showUntil = (ms) => {
                for (const [variant, { init_ms, duration_ms, usd }] of Object.entries(measured)) {
                    const lane = race.lanes[variant];
                    lane.init = init_ms;
                    while (lane.done < duration_ms.length) {
                        const after = (lane.done === 0 ? init_ms : lane.ms) + duration_ms[lane.done];
                        if (after > ms) {
                            break;
                        }
                        lane.ms = after;
                        lane.usd = usd[lane.done];
                        lane.done += 1;
                    }
                }
                draw();
            };
            const began = performance.now();
            const step = (now) => {
                const ms = (now - began) * speed;
                if (isStill || ms >= longest) {
                    showUntil(Infinity);
                    judge();
                    return;
                }
                showUntil(ms);
                requestAnimationFrame(step);
            };
            requestAnimationFrame(step);
        };

        const call = () => {
            const address = new URL(path_to_root + "live/race", document.baseURI);
            address.searchParams.set("workload", select.value);
            const events = new EventSource(address);
            const on = (name, act) => {
                events.addEventListener(name, ({ data }) => act(JSON.parse(data)));
            };
            // Another race may have to end first.
            lock(true);
            on("start", ({ calls, memory_mb, region }) => {
                source.textContent = `Live on this machine: a local Lambda, not AWS. ${memory_mb} MB; `
                    + `the bill is at the list prices of ${region}, requests included.`;
                start(calls);
            });
            on("call", ({ variant, init_ms, duration_ms, usd }) => {
                const lane = race.lanes[variant];
                lane.init += init_ms ?? 0;
                lane.ms += (init_ms ?? 0) + duration_ms;
                lane.usd = Number(usd);
                lane.done += 1;
                draw();
            });
            on("finish", () => {
                events.close();
                judge();
            });
            on("fault", ({ message }) => {
                events.close();
                verdict.textContent = message;
                end();
            });
            events.onerror = () => {
                events.close();
                verdict.textContent = "No local Lambda answers here: start one with `cargo measure demo`, "
                    + "or open this page without `?live` for the replay.";
                end();
            };
        };

        find(".demo-form").hidden = false;
        button.addEventListener("click", isLive ? call : playBack);
        // Nobody should know before the race how it ends.
        const calls = Object.values(replay.races)[0].rust.duration_ms.length;
        select.addEventListener("change", () => reset(calls));
        reset(calls);
        if (isLive) {
            find(".basis").hidden = true;
            source.textContent = "Live on this machine: a local Lambda, not AWS.";
        }
    }
})();
