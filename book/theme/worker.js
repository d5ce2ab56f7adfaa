// Keeps the site for use without a network: all files of one version. `cargo site` writes its `VERSION`
// before this script, and `FILES` and `LATER` with the SHA-256 of each file; those in `LATER` are kept once
// a page asks for them. A new version is kept beside the old one until every page of the old one is closed,
// so that no page mixes the two.
/* global VERSION, FILES, LATER */
const PREFIX = registration.scope + " ";
const CACHE = PREFIX + VERSION;
const HASHES = { ...FILES, ...LATER };

const hash = async (response) => {
    const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
};

// A file that isn't this version's, as while a new one is being published, ends the attempt: the
// browser tries again at the next visit.
const keep = async (cache, file) => {
    const address = new URL(file, registration.scope);
    const response = await fetch(address, { cache: "no-cache" });
    if (!response.ok || await hash(response.clone()) !== HASHES[file]) {
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

const keepLater = async (folder) => {
    const files = Object.keys(LATER).filter((file) => file.startsWith(folder));
    const cache = await caches.open(CACHE);
    await Promise.all(files.map(async (file) => {
        const kept = await cache.match(new URL(file, registration.scope));
        return kept ?? keep(cache, file);
    }));
    return files.length > 0;
};

// Files that an earlier version kept on request are not fetched again if they are the same.
const carryOver = async (name) => {
    const [earlier, cache] = await Promise.all([caches.open(name), caches.open(CACHE)]);
    await Promise.all(Object.keys(LATER).map(async (file) => {
        const address = new URL(file, registration.scope);
        const kept = await earlier.match(address);
        if (kept && await hash(kept.clone()) === LATER[file]) {
            await cache.put(address, kept);
        }
    }));
};

const removeOthers = async () => {
    const names = await caches.keys();
    const others = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(others.map(async (name) => {
        await carryOver(name);
        await caches.delete(name);
    }));
};

const fileOf = (request) => {
    const { origin, pathname, href } = new URL(request.url);
    if (request.method !== "GET" || !href.startsWith(registration.scope)) {
        return undefined;
    }
    const file = (origin + pathname).slice(registration.scope.length);
    const page = file === "" || file.endsWith("/") ? file + "index.html" : file;
    return page in HASHES ? page : undefined;
};

const answer = async (file, request) => {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(new URL(file, registration.scope));
    return kept ?? fetch(request);
};

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(removeOthers()));
addEventListener("message", (event) => {
    const [port] = event.ports;
    const answer = (isKept) => port.postMessage(isKept);
    event.waitUntil(keepLater(event.data.keep).then(answer, () => answer(false)));
});
addEventListener("fetch", (event) => {
    const file = fileOf(event.request);
    if (file !== undefined) {
        event.respondWith(answer(file, event.request));
    }
});
