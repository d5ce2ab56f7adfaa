// Keeps the site for the next visit, which then needs no network. A page with a live race is not kept:
// it belongs to this machine.
if ("serviceWorker" in navigator && !new URLSearchParams(location.search).has("live")) {
    const worker = new URL(path_to_root + "worker.js", document.baseURI);
    // The next visit must not slow this one down: the page comes first, and its calculator.
    const CALM_MS = 2000;
    // Without it, as in a private window, the site is what it was.
    const keep = () => navigator.serviceWorker.register(worker).catch(() => {});
    addEventListener("load", () => setTimeout(keep, CALM_MS));
}
