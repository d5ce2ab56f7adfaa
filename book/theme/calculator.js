// Starts the calculator's widget where a page has one. mdBook adds no modules, so this
// classic script imports it; `path_to_root` is mdBook's own.
(() => {
    const calculator = document.getElementById("calculator");
    // mdBook by itself builds no widget: then the page stays what it is without JavaScript.
    const { widget } = document.documentElement.dataset;
    if (!calculator || !widget) {
        return;
    }
    const [page] = location.href.split("#");
    const [site, slides] = page.split(/\/slides\/(.*)/s);
    const isDeck = slides !== undefined;
    // On a phone the slides are one below the other, and the calculator's is one of the last.
    const near = () => new Promise((resume) => {
        const observer = new IntersectionObserver((entries) => {
            if (entries.some(({ isIntersecting }) => isIntersecting)) {
                observer.disconnect();
                resume();
            }
        }, { rootMargin: "100%" });
        observer.observe(calculator);
    });
    // Painting the page keeps two cores busy: half a second later, the start holds it up for a third of
    // the time. A link with a scenario doesn't wait, since the page would show another one meanwhile.
    const calm = () => new Promise((resume) => setTimeout(resume, location.hash ? 0 : 500));
    // reveal.js takes slides that it prints out of the page to lay them out: nothing is found there then.
    const isPrinted = isDeck && /\b(print-pdf|view=print)\b/.test(location.search);
    const laidOut = new Promise((resume) => document.addEventListener("pdf-ready", resume, { once: true }));
    const start = async () => {
        if (matchMedia("(max-width: 600px)").matches) {
            await near();
        } else if (isPrinted) {
            await laidOut;
        }
        const glue = await loadModule("calculator");
        glue.read_tables();
        await calm();
        glue.mount();
        return glue;
    };
    const started = start();

    // The module that reads a reader's own figures is fetched once somebody focuses their input.
    const fetchReader = () => loadModule("reader");
    const readOwn = async ({ id, value, dataset }) => {
        const [{ take_own }, { read }] = await Promise.all([started, fetchReader()]);
        take_own(id, read(value, dataset.own));
    };
    for (const area of calculator.querySelectorAll("[data-own]")) {
        area.addEventListener("focus", fetchReader, { once: true });
        area.addEventListener("input", () => readOwn(area));
        // The browser keeps what stood there when the page is loaded again.
        if (area.value) {
            readOwn(area);
        }
    }

    // The address holds the scenario, and follows once the reader pauses: browsers refuse to
    // change it at every key.
    const PAUSE_MS = 200;
    let pause;
    const address = () => {
        const { hash } = calculator.querySelector("[data-hash]").dataset;
        const own = isDeck ? site + "/calculator.html" : page;
        return own + (hash ? "#" + hash : "");
    };
    const follow = () => {
        clearTimeout(pause);
        pause = setTimeout(() => history.replaceState(null, "", address()), PAUSE_MS);
    };
    // On the slides, the address is the slide's.
    if (!isDeck) {
        calculator.addEventListener("input", follow);
    }

    const say = (text) => {
        calculator.querySelector("[role=status]").textContent = text;
    };
    // A page that came without TLS has no clipboard.
    const copy = async (text, otherwise) => {
        try {
            await navigator.clipboard.writeText(text);
            say("Copied.");
        } catch {
            say(`The browser does not allow it: ${otherwise}`);
        }
    };
    const PIXELS = 2;
    const drawn = async (svg) => {
        const image = new Image();
        image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
        await image.decode();
        const canvas = document.createElement("canvas");
        canvas.width = image.naturalWidth * PIXELS;
        canvas.height = image.naturalHeight * PIXELS;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        return new Promise((resume) => canvas.toBlob(resume, "image/png"));
    };
    const actions = {
        async copy() {
            await copy(address(), "copy it from the address bar.");
        },
        async markdown() {
            const { markdown } = await started;
            await copy(markdown() ?? "", "print the page instead.");
        },
        async picture() {
            const { card } = await started;
            const link = document.createElement("a");
            link.href = URL.createObjectURL(await drawn(card()));
            link.download = "bill.png";
            link.click();
            URL.revokeObjectURL(link.href);
        },
        print() {
            window.print();
        },
    };
    calculator.addEventListener("click", async ({ target }) => {
        actions[target.closest("[data-action]")?.dataset.action]?.();
        const preset = target.closest("[data-preset]");
        if (preset) {
            (await started).open_scenario(preset.dataset.preset);
            if (!isDeck) {
                follow();
            }
        }
    });

    // A file is read as if its text had been pasted.
    const LARGEST = 20e6;
    calculator.addEventListener("change", async ({ target }) => {
        const [file] = target.files ?? [];
        if (!file) {
            return;
        }
        const area = document.getElementById(target.dataset.into);
        area.value = file.size > LARGEST
            ? "(this file is larger than 20 MB: give a part of it)"
            : await file.text();
        area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
})();
