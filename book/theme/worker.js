// The site without a network: all files of one version, which `cargo site` has put before this as
// `VERSION` and `FILES`, each with its SHA-256. A new version is kept beside the old one until every
// page of the old one is closed, so that no page is made of both.
/* global VERSION, FILES */
const PREFIX = registration.scope + " ";
const CACHE = PREFIX + VERSION;

const hash = async (response) => {
    const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
};

// A file that isn't this version's, as while a new one is being published, ends the attempt: the
// browser tries again at the next visit.
const keep = async (cache, file) => {
    const address = new URL(file, registration.scope);
    const response = await fetch(address, { cache: "no-cache" });
    if (!response.ok || await hash(response.clone()) !== FILES[file]) {
        throw new Error(`${file} is not the one of version ${VERSION}`);
    }
    await cache.put(address, response);
};

const install = async () => {
    const cache = await caches.open(CACHE);
    try {
        await Promise.all(Object.keys(FILES).map((file) => keep(cache, file)));
    } catch (error) {
        await caches.delete(CACHE);
        throw error;
    }
};

const removeOthers = async () => {
    const names = await caches.keys();
    const others = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(others.map((name) => caches.delete(name)));
};

const fileOf = (request) => {
    const { origin, pathname, href } = new URL(request.url);
    if (request.method !== "GET" || !href.startsWith(registration.scope)) {
        return undefined;
    }
    const file = (origin + pathname).slice(registration.scope.length);
    const page = file === "" || file.endsWith("/") ? file + "index.html" : file;
    return page in FILES ? page : undefined;
};

const answer = async (file, request) => {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(new URL(file, registration.scope));
    return kept ?? fetch(request);
};

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(removeOthers()));
addEventListener("fetch", (event) => {
    const file = fileOf(event.request);
    if (file !== undefined) {
        event.respondWith(answer(file, event.request));
    }
});
