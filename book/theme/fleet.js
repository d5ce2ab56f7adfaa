// The page "Which of my functions?": what is pasted, dropped or chosen is read in the browser and ranked.
(() => {
    const fleet = document.getElementById("fleet");
    if (!fleet || !document.documentElement.dataset.widget) {
        return;
    }
    const $ = (name) => document.getElementById(`fleet-${name}`);
    const answer = $("answer");
    const details = $("details");
    const save = fleet.querySelector("[data-action=csv]");
    const [prices, port] = ["prices", "port"].map((name) => $(name).textContent.trim());
    const classes = new Map();
    let files = [];

    const form = () => {
        const values = ["region", "arch", "months", "days", "day-rate"].map((name) => [name, $(name).value]);
        values.push(["free-tier", $("free-tier").checked ? "on" : "off"]);
        for (const [name, value] of classes) {
            values.push(["class", name, value]);
        }
        return values.map((value) => value.join("\t")).join("\n");
    };
    const texts = () => [$("text").value, ...files].filter((text) => text.trim());
    const assess = async () => {
        if (!texts().length) {
            answer.textContent = "";
            details.textContent = "";
            save.hidden = true;
            return;
        }
        const { assess } = await loadModule("fleet");
        [answer.innerHTML, details.innerHTML] = assess(prices, port, texts(), form());
        save.hidden = !details.querySelector("table");
    };
    const isChanged = ({ type, checked, defaultChecked, value, defaultValue = "", options }) => {
        if (type === "checkbox") {
            return checked !== defaultChecked;
        }
        return options ? options.selectedIndex > 0 : value !== defaultValue;
    };
    const count = () => {
        const changed = [...fleet.querySelectorAll("details :is(input, select)")].filter(isChanged).length;
        $("changed").textContent = changed ? `(${changed} changed)` : "";
    };

    // Reading thousands of rows at every key would hold up the next one.
    const PAUSE_MS = 200;
    let pause;
    fleet.addEventListener("input", ({ target }) => {
        count();
        if (target.dataset.class === undefined && target.type !== "file") {
            clearTimeout(pause);
            pause = setTimeout(assess, PAUSE_MS);
        }
    });
    fleet.addEventListener("change", async ({ target }) => {
        const { class: name } = target.dataset;
        if (name !== undefined) {
            classes.set(name, target.value);
            await assess();
            // The table is a new one: the focus returns to where the reader chose.
            [...details.querySelectorAll("select")].find((select) => select.dataset.class === name)?.focus();
        } else if (target.files) {
            read(target.files);
        }
    });
    const read = async (list) => {
        files = await Promise.all([...list].map((file) => file.text()));
        assess();
    };
    fleet.addEventListener("dragover", (event) => event.preventDefault());
    fleet.addEventListener("drop", (event) => {
        event.preventDefault();
        read(event.dataTransfer.files);
    });
    save.addEventListener("click", async () => {
        const { csv } = await loadModule("fleet");
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([csv(prices, port, texts(), form())], { type: "text/csv" }));
        link.download = "fleet.csv";
        link.click();
        URL.revokeObjectURL(link.href);
    });
    // The browser keeps what stood there when the page is loaded again.
    count();
    assess();
})();
