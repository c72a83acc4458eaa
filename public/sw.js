// Keeps the whole app on the phone. `pack` puts the list in: every built file with the hash of its
// contents. The cache is named for the list, so a version is whole or is not there at all.
const VERSION = "{{version}}";
const FILES = {{files}};

const CACHE = `stairwell-${VERSION}`;
const SHELL = "/";

// A file is taken only if its contents are the ones that were built: a captive portal's page is not.
async function take(cache, [path, integrity, named]) {
  // A name with a hash in it cannot be stale, and was fetched a moment ago: no second download.
  const first = named ? "default" : "reload";
  let answer;
  try {
    answer = await fetch(new Request(path, { cache: first, integrity }));
  } catch {
    answer = await fetch(new Request(path, { cache: "reload", integrity }));
  }
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  await cache.put(path, answer);
}

async function tell(message) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) page.postMessage(message);
}

async function install() {
  const cache = await caches.open(CACHE);
  const total = FILES.length;
  let done = 0;
  await tell({ kind: "precache", done, total });
  const queue = FILES.slice();
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      await take(cache, file);
      done += 1;
      await tell({ kind: "precache", done, total });
    }
  };
  await Promise.all([work(), work(), work(), work()]);
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("stairwell-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // Only ever reached with no older worker in charge, or after a tap on "update".
  await self.clients.claim();
}

async function answer(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

// A version is never swapped under someone's hands: the page sends this when the person says so.
self.addEventListener("message", (event) => {
  if (event.data?.kind === "take-over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  // The endpoint's answers are never kept, and never made up.
  if (url.pathname === "/v1" || url.pathname.startsWith("/v1/")) return;
  if (request.mode === "navigate") {
    // A page of the app has no dot in its last part; anything else is the endpoint's business.
    if (!url.pathname.split("/").pop().includes(".")) event.respondWith(answer(request, SHELL));
    return;
  }
  if (FILES.some(([path]) => path === url.pathname)) event.respondWith(answer(request, url.pathname));
});
