// Presents the slides with reveal.js. On a phone they stay what they are without JavaScript: one
// below the other, and need none of it.
const root = document.documentElement;
// The speaker view shows the slides in small frames.
const isPhone = matchMedia("(max-width: 600px)").matches && window === window.top;
const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;

// The slides of the length that the address asks for, as in `?length=20`; else they are book.toml's.
const chooseLength = (length) => {
    if (!root.dataset.lengths.split(" ").includes(length)) {
        return;
    }
    for (const slide of document.querySelectorAll(".slides [data-seconds]")) {
        const seconds = JSON.parse(slide.dataset.seconds)[length];
        if (seconds === undefined) {
            slide.dataset.visibility = "hidden";
        } else {
            delete slide.dataset.visibility;
            slide.dataset.timing = seconds;
        }
    }
};
chooseLength(new URLSearchParams(location.search).get("length"));

const toggleTheme = () => {
    const isLight = ["light", "rust"].some((theme) => root.classList.contains(theme));
    const theme = isLight ? "navy" : "light";
    root.classList.remove("light", "rust", "coal", "navy", "ayu");
    root.classList.add(theme);
    try {
        localStorage.setItem("mdbook-theme", theme);
    } catch {
        // The browser stores nothing: it holds until the page is closed.
    }
};
document.getElementById("deck-theme").addEventListener("click", toggleTheme);

// A widget keeps its keys; a clicker's always turn the page.
const WIDGET = "[data-prevent-swipe]";
const CLICKER = ["PageDown", "PageUp"];
const isFree = (event) => CLICKER.includes(event.key) || !event.target.closest?.(WIDGET);
const leaveWidget = (event) => {
    const widget = document.activeElement?.closest(WIDGET);
    if (widget && [...CLICKER, "Escape"].includes(event.key)) {
        document.activeElement.blur();
    }
    if (CLICKER.includes(event.key)) {
        help.close();
    }
};

// In place of reveal.js's own help: ours has the clicker's keys, and no others than a speaker needs.
const help = document.getElementById("deck-keys");
const showHelp = () => help.showModal();

// Two languages stand side by side if no line of theirs has to be broken for that. Else the second takes
// the place of the first.
const LETTERS_BESIDE = 38;
const fitsBeside = (figure) => Array.from(figure.querySelectorAll(LINE))
    .every((line) => line.textContent.trimEnd().length <= LETTERS_BESIDE);

// Then each item of a list is a step, which marks the lines that it names and stands beside them, and so is
// each part of a drawing.
const LINE = "[data-line]";
const isPrinted = new URLSearchParams(location.search).get("view") === "print";
const makeSteps = () => {
    for (const pair of document.querySelectorAll('.shown .code-pair[data-columns="2"]')) {
        const [first, second] = pair.children;
        if (fitsBeside(first) && fitsBeside(second)) {
            pair.classList.add("is-beside");
            continue;
        }
        first.classList.add("fragment", "fade-out");
        second.classList.add("fragment", "fade-in");
        first.dataset.fragmentIndex = 0;
        second.dataset.fragmentIndex = 0;
    }
    for (const item of document.querySelectorAll("section[data-stepwise] .shown > :is(ul, ol) > li")) {
        item.classList.add("fragment");
        if (item.querySelector("[data-refers]") && !isPrinted) {
            item.classList.add("current-visible", "beside-line");
        }
    }
    for (const part of document.querySelectorAll("section[data-stepwise] .wide [data-step]")) {
        part.classList.add("fragment");
    }
};

// Shows the marked lines of long code, and what is said of them beside the first one, or below it where
// that line is long.
const showBeside = (slide) => {
    const item = slide.querySelector(".beside-line.current-fragment");
    const lines = Array.from(slide.querySelectorAll(".line.is-marked"));
    if (!item || lines.length === 0) {
        return;
    }
    const [line] = lines;
    const code = line.closest("pre");
    const shown = slide.querySelector(".shown");
    code.scrollTop = Math.max(0, line.offsetTop - code.clientHeight / 3);
    const top = code.offsetTop + line.offsetTop - code.scrollTop;
    const end = lines.at(-1);
    const range = document.createRange();
    range.selectNodeContents(line);
    const scale = shown.getBoundingClientRect().width / shown.offsetWidth;
    const length = range.getBoundingClientRect().width / scale;
    const isFree = length + item.offsetWidth < code.clientWidth;
    const below = code.offsetTop + end.offsetTop + end.offsetHeight - code.scrollTop + 8;
    const lowest = shown.offsetHeight - item.offsetHeight;
    item.style.insetBlockStart = `${Math.min(isFree ? top - 10 : below, lowest)}px`;
};
const markLines = (slide) => {
    const current = slide.querySelectorAll(".current-fragment [data-refers]");
    const lines = new Set(Array.from(current, (reference) => reference.dataset.refers));
    for (const line of slide.querySelectorAll(LINE)) {
        line.classList.toggle("is-marked", lines.has(line.dataset.line));
        line.classList.toggle("is-dimmed", lines.size > 0 && !lines.has(line.dataset.line));
    }
    showBeside(slide);
};

const present = async () => {
    const modules = [import("./reveal.mjs"), import("./plugin/notes.mjs")];
    const [{ default: Reveal }, { default: Notes }] = await Promise.all(modules);
    root.classList.add("presented");
    root.classList.toggle("printed", isPrinted);
    makeSteps();
    document.addEventListener("keydown", leaveWidget, { capture: true });
    const deck = new Reveal({
        width: 1280,
        height: 720,
        margin: 0.02,
        center: false,
        hash: true,
        navigationMode: "linear",
        controlsTutorial: false,
        slideNumber: "c/t",
        transition: isStill ? "none" : "fade",
        transitionSpeed: "fast",
        scrollActivationWidth: null,
        // Turns the pacing on; each slide has its own time.
        defaultTiming: 60,
        pdfSeparateFragments: false,
        pdfMaxPagesPerSlide: 1,
        keyboardCondition: isFree,
        help: false,
        plugins: [Notes],
    });
    await deck.initialize();
    // A page of text for a screen reader, not an application.
    document.querySelector(".reveal").removeAttribute("role");
    // `deck/keys.rs` has them and reveal.js's in one table, which the help shows.
    const startRace = () => deck.getCurrentSlide().querySelector("[data-demo] button")?.click();
    for (const [key, action] of Object.entries({ R: startRace, T: toggleTheme })) {
        deck.addKeyBinding({ keyCode: key.charCodeAt(0), key }, action);
    }
    // Before reveal.js, which takes the key for `/` on some keyboards: a black screen.
    document.addEventListener("keydown", (event) => {
        if (event.key === "?" && isFree(event)) {
            event.stopPropagation();
            showHelp();
        }
    }, { capture: true });
    document.getElementById("deck-help").addEventListener("click", showHelp);
    for (const event of ["slidechanged", "fragmentshown", "fragmenthidden"]) {
        deck.on(event, () => markLines(deck.getCurrentSlide()));
    }
};

// A link to a slide: `#/id`.
const scrollToSlide = () => {
    document.getElementById(location.hash.split("/")[1])?.scrollIntoView();
};

if (isPhone) {
    addEventListener("hashchange", scrollToSlide);
    scrollToSlide();
} else {
    await present();
}
