// A guess before the figure: the slider's value is an exponent of ten. Without this script a guess
// is a question and its answer.
(() => {
    const KB = 1024;
    const write = {
        ms: milliseconds,
        usd: (value) => value.toFixed(2) + "\u00a0USD",
        bytes: (value) => value < KB * KB
            ? threeDigits(value / KB) + "\u00a0KB"
            : threeDigits(value / KB / KB) + "\u00a0MB",
    };
    const CLOSE = 1.1;

    for (const guess of document.querySelectorAll(".guess")) {
        const find = (selector) => guess.querySelector(selector);
        const slider = find("input");
        const answer = find("details");
        const text = (value) => write[guess.dataset.unit](value);
        const value = () => 10 ** Number(slider.value);

        const show = () => {
            find("output").textContent = text(value());
            slider.setAttribute("aria-valuetext", text(value()));
        };
        const draw = () => {
            const own = find(".guess-own");
            own.hidden = false;
            own.dataset.value = value();
            own.querySelector(".guess-value").textContent = text(value());
            const bars = [...guess.querySelectorAll("[data-value]")];
            const longest = Math.max(...bars.map((bar) => Number(bar.dataset.value)));
            for (const bar of bars) {
                const share = Number(bar.dataset.value) / longest;
                bar.querySelector(".guess-bar").style.setProperty("--share", share);
            }
        };
        const judge = () => {
            const measured = Number(find(".guess-python").dataset.value);
            const times = Math.max(measured / value(), value() / measured);
            const many = times.toFixed(1) + " times";
            const distance = times < CLOSE
                ? "That is close."
                : measured > value()
                    ? `That is ${many} your guess.`
                    : `Your guess is ${many} that.`;
            const shown = find(".guess-python .guess-value").textContent;
            return `You guessed ${text(value())}; it is ${shown}. ${distance}`;
        };

        find(".guess-form").hidden = false;
        show();
        slider.addEventListener("input", show);
        // A reader who has seen the answer can guess again after hiding it.
        answer.addEventListener("toggle", () => {
            slider.disabled = answer.open;
            find("summary").textContent = answer.open ? "Guess again" : "Reveal";
            if (answer.open) {
                draw();
            }
            find(".guess-verdict").textContent = answer.open ? judge() : "";
        });
    }
})();
