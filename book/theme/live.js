// While `cargo site` serves the pages: shows each one as it is rebuilt, or the error that a build ended with.
(() => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/live-reload`);
    const show = (failure) => {
        let box = document.querySelector(".failed-build");
        if (!box) {
            box = document.createElement("pre");
            box.className = "failed-build";
            box.setAttribute("role", "alert");
            box.style.cssText = "background: #7a0016; color: #fff; inset: auto 0 0 0; margin: 0; "
                + "max-height: 50vh; overflow: auto; padding: 16px; position: fixed; "
                + "white-space: pre-wrap; z-index: 1000";
            document.body.append(box);
        }
        box.textContent = failure;
    };

    // The text as it is in the file: this script runs before those that add to it.
    let built = document.querySelector("main")?.cloneNode(true);
    // Elements that no script changes.
    const PLAIN = ["a", "blockquote", "br", "code", "em", "li", "ol", "p", "strong", "ul"];
    const isPlain = (element) => PLAIN.includes(element.localName)
        && element.attributes.length === (element.hasAttribute("href") ? 1 : 0);
    // Replaces the paragraphs that differ. Returns whether the page now shows what was built.
    const update = async () => {
        const response = await fetch(location.href);
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const main = page.querySelector("main");
        if (!built || !main || !response.ok) {
            return false;
        }
        const [before, after] = [[...built.children], [...main.children]];
        const shown = [...document.querySelector("main").children];
        const shortest = Math.min(before.length, after.length);
        let first = 0;
        while (first < shortest && before[first].isEqualNode(after[first])) {
            first += 1;
        }
        let last = 0;
        while (last < shortest - first && before.at(-1 - last).isEqualNode(after.at(-1 - last))) {
            last += 1;
        }
        const differing = (elements) => elements.slice(first, elements.length - last);
        const changed = [...differing(before), ...differing(after)];
        const parts = changed.flatMap((element) => [element, ...element.querySelectorAll("*")]);
        if (shown.length !== before.length || !parts.every(isPlain)) {
            return false;
        }
        built = main.cloneNode(true);
        const next = shown[shown.length - last];
        for (const element of differing(shown)) {
            element.remove();
        }
        for (const element of differing(after)) {
            document.querySelector("main").insertBefore(element, next ?? null);
        }
        return true;
    };

    const follow = async (data) => {
        if (data === "chapters" && await update()) {
            document.querySelector(".failed-build")?.remove();
        } else if (["chapters", "reload"].includes(data)) {
            location.reload();
        } else {
            show(data);
        }
    };
    let followed = Promise.resolve();
    socket.addEventListener("message", ({ data }) => {
        followed = followed.then(() => follow(data)).catch(() => location.reload());
    });
})();
