// Keeps the site for the next visit, which then needs no network. A page for a live race is this
// machine's own.
if ("serviceWorker" in navigator && !new URLSearchParams(location.search).has("live")) {
    const worker = new URL(path_to_root + "worker.js", document.baseURI);
    // Without it, as in a private window, the site is what it was.
    navigator.serviceWorker.register(worker).catch(() => {});
}
