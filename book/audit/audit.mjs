// Lighthouse's scores and axe's findings of the site at an address, as Markdown on stdout.
// Usage: node audit.mjs NODE_MODULES CHROMIUM ADDRESS RUNS
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, chromium, address, runs] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { default: lighthouse, desktopConfig } = await load("lighthouse");
const { launch } = await load("chrome-launcher");
const { default: puppeteer } = await load("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const versionOf = (name) => JSON.parse(readFileSync(`${modules}/${name}/package.json`, "utf8")).version;

const PAGES = ["index.html", "results.html", "calculator.html", "slides/index.html"];
const DEVICES = { mobile: undefined, desktop: desktopConfig };
const CATEGORIES = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };
const THEMES = ["light", "rust", "coal", "navy", "ayu"];
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const row = (cells) => console.log(`| ${cells.join(" | ")} |`);
const head = (cells) => {
    row(cells);
    row(cells.map(() => "---"));
};
/** What a reader of the report should look at, by where it was found. */
const findings = new Set();

/**
 * The time in ms in which a page should have been painted. Chromium has been seen to wait for two seconds without
 * doing anything, only while it imitates a phone.
 */
const PATIENCE_MS = 1000;

/** The scores of one visit from 0 to 100, by category, and whether the first paint came late. */
const visit = async (page, device, port) => {
    const flags = { port, onlyCategories: Object.keys(CATEGORIES), logLevel: "error" };
    const { lhr } = await lighthouse(`${address}${page}`, flags, DEVICES[device]);
    if (lhr.runtimeError) {
        throw new Error(`${page}: ${lhr.runtimeError.message}`);
    }
    for (const [name, { auditRefs }] of Object.entries(lhr.categories)) {
        for (const { id, weight } of auditRefs) {
            const { score, title } = lhr.audits[id];
            if (name !== "performance" && weight > 0 && score !== null && score < 1) {
                findings.add(`${page}, ${device}, ${id}: ${title}`);
            }
        }
    }
    const scores = Object.keys(CATEGORIES).map((name) => Math.round(lhr.categories[name].score * 100));
    const [{ observedFirstContentfulPaint }] = lhr.audits.metrics.details.items;
    return { scores, isLate: observedFirstContentfulPaint > PATIENCE_MS };
};

const medianAndRange = (numbers) => {
    const sorted = numbers.toSorted((a, b) => a - b);
    const [median, least, most] = [sorted[(sorted.length - 1) >> 1], sorted[0], sorted.at(-1)];
    return { median, text: least === most ? `${median}` : `${median} (${least} to ${most})` };
};

/** Every visit has a browser of its own, without what an earlier one has left. */
const withBrowser = async (use) => {
    const chrome = await launch({ chromePath: chromium, chromeFlags: FLAGS, logLevel: "error" });
    try {
        return await use(chrome.port);
    } finally {
        chrome.kill();
    }
};

const browserVersion = () => withBrowser(async (port) => {
    const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}` });
    return await browser.version();
});

const showScores = async () => {
    console.log(`Lighthouse ${versionOf("lighthouse")} with ${await browserVersion()}: `
        + `median of ${runs} visits (smallest to largest)\n`);
    head(["page", "device", ...Object.keys(CATEGORIES)]);
    for (const page of PAGES) {
        for (const device of Object.keys(DEVICES)) {
            const visits = [];
            while (visits.length < Number(runs)) {
                visits.push(await withBrowser((port) => visit(page, device, port)));
            }
            const late = visits.filter(({ isLate }) => isLate).length;
            if (late > 0) {
                findings.add(`${page}, ${device}: nothing painted for ${PATIENCE_MS} ms in ${late} of ${runs} visits`);
            }
            const shown = Object.entries(CATEGORIES).map(([name, goal], at) => {
                const { median, text } = medianAndRange(visits.map(({ scores }) => scores[at]));
                if (median < goal) {
                    findings.add(`${page}, ${device}: ${name} is ${median}, below ${goal}`);
                }
                return text;
            });
            row([page, device, ...shown]);
        }
    }
};

/** How many elements of a page axe objects to, in a theme; of the slides, of all of them. */
const objections = async (browser, page, theme) => {
    const tab = await browser.newPage();
    await tab.evaluateOnNewDocument((name) => localStorage.setItem("mdbook-theme", name), theme);
    await tab.goto(`${address}${page}`, { waitUntil: "networkidle0" });
    await tab.evaluate(axe);
    const slides = await tab.$$eval(".slides > section > section", (all) => all.map(({ id }) => id));
    let found = 0;
    for (const slide of slides.length ? slides : [null]) {
        if (slide) {
            await tab.evaluate((id) => { location.hash = `#/${id}`; }, slide);
            await tab.waitForSelector(`[id="${slide}"].present`);
            // What fades in has no contrast yet.
            await tab.waitForFunction(() => document.getAnimations().length === 0);
        }
        const { violations } = await tab.evaluate(() => globalThis.axe.run());
        for (const { id, help, nodes } of violations) {
            found += nodes.length;
            const place = slide ? `${page}#/${slide}` : page;
            findings.add(`${place}, ${theme}, ${id}: ${help}: ${nodes[0].target.join(" ")}`);
        }
    }
    await tab.close();
    return found;
};

const showObjections = () => withBrowser(async (port) => {
    console.log(`\naxe-core ${versionOf("axe-core")}: findings by theme, on the slides of all together\n`);
    head(["page", ...THEMES]);
    const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null });
    for (const page of PAGES) {
        const found = [];
        for (const theme of THEMES) {
            found.push(await objections(browser, page, theme));
        }
        row([page, ...found]);
    }
    await browser.disconnect();
});

await showScores();
await showObjections();
console.log(findings.size === 0 ? "\nEvery goal is reached." : "\nTo look at:\n");
findings.forEach((finding) => console.log(`- ${finding}`));
