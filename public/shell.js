// What runs before and around the app: which of its two programs is loaded, the bar while it is
// fetched, the service worker, and the two facts about it that the app may show. Both stand on
// <html> as attributes, so that nothing is missed by coming late, and each change is announced as
// an event on `document`:
//
//   data-precache="12/20"   files kept for offline use so far; "ready" once all of them are
//   data-update="waiting"   a new version is here and waits for a tap; never taken by itself
//
//   data-private="yes"      this is a private window: what it stores goes when it is closed
//
//   lang, dir               the language of the first screen; its words, where it is not English,
//                           come by the promise `stairwellWords`
//
//   stairwell:precache, stairwell:update      something above has changed
//   stairwell:take-update                     sent by the app when the person taps "update"
const root = document.documentElement;

// `pack` puts in the names, which carry the hash of what is in the files, and the sizes.
const PROGRAMS = {
  app: { script: "/app.js", wasm: "/app_bg.wasm", bytes: {{app_bg.wasm}} },
  desk: { script: "/desk.js", wasm: "/desk_bg.wasm", bytes: {{desk_bg.wasm}}, styles: ["/organiser.css", "/evening.css", "/demands.css", "/standing.css", "/chart.css", "/meeting.css"] },
};

// The languages of the volunteer's screens, and which way each is written: see src/locales/tongue.rs.
const LANGUAGES = { en: "ltr", cy: "ltr", ur: "rtl", ar: "rtl", bn: "ltr", pl: "ltr", so: "ltr" };

// What was chosen on this device (src/client/tongue.rs), else the first of the browser's that is here.
function language() {
  let chosen = null;
  try {
    chosen = localStorage.getItem("stairwell-language");
  } catch {
    // No storage, no choice.
  }
  const tags = [chosen, ...navigator.languages].map((tag) => (tag ?? "").split("-")[0].toLowerCase());
  return tags.find((tag) => Object.hasOwn(LANGUAGES, tag)) ?? "en";
}

// Without the words it goes on in English; nobody waits for them longer than this: milliseconds.
const WORDS_WAIT = 8000;

async function fetchWords(tag) {
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), WORDS_WAIT);
  try {
    const response = await fetch(`/locales/${tag}.txt`, { signal: given.signal });
    return response.ok ? await response.text() : "";
  } catch {
    return "";
  } finally {
    clearTimeout(timer);
  }
}

// The page in front of the app, in the words that have come.
function sayIn(tag, words) {
  const lines = new Map(words.split("\n").map((line) => line.split("\t", 2)));
  if (!lines.has("app.name")) return;
  root.lang = tag;
  root.dir = LANGUAGES[tag];
  for (const element of document.querySelectorAll("[data-say]")) {
    const said = lines.get(element.dataset.say);
    if (said) element.textContent = said;
  }
}

function speak() {
  const tag = language();
  if (tag === "en") return;
  const words = fetchWords(tag);
  globalThis.stairwellWords = words;
  words.then((text) => sayIn(tag, text));
}

// A volunteer's phone does not wait for the organiser's pages: `app` leaves them out. `desk` has
// every page; its word is left by src/client/programs.rs.
function pick() {
  if (/^\/(start|recover|organise|talk\/[^/]+\/board)(\/|$)/.test(location.pathname)) return PROGRAMS.desk;
  try {
    if (localStorage.getItem("stairwell-program") === "desk") return PROGRAMS.desk;
  } catch {
    // No storage, no campaign.
  }
  return PROGRAMS.app;
}

function say(name, value) {
  if (root.dataset[name] === value) return;
  root.dataset[name] = value;
  document.dispatchEvent(new CustomEvent(`stairwell:${name}`));
}

function watch(registration) {
  const look = () => {
    // Without an active worker this is the first install: nothing is replaced, nobody need be asked.
    if (registration.waiting && registration.active) say("update", "waiting");
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
  document.addEventListener("stairwell:take-update", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage({ kind: "take-over" });
  });
}

async function keepOffline() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.kind === "precache" && root.dataset.precache !== "ready") {
      say("precache", `${data.done}/${data.total}`);
    }
  });
  navigator.serviceWorker.startMessages();
  try {
    watch(await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }));
    // Resolves when a worker is active, which it is only once everything is in its cache.
    await navigator.serviceWorker.ready;
    say("precache", "ready");
  } catch (error) {
    // The app works without it as long as there is a signal; it can say so.
    console.warn(error);
    say("precache", "failed");
  }
}

// Nothing more has come for so long, and nothing is drawn: milliseconds. Longer than a database is
// waited for (src/client/journal/patience.rs), since the app itself says that one does not answer.
const STALLED = 10000;
let stalling = 0;

// Not every browser gives up what never comes: who waits is offered to load again.
function stillComing() {
  clearTimeout(stalling);
  stalling = setTimeout(() => document.getElementById("shell-slow")?.removeAttribute("hidden"), STALLED);
}

// The app opens the phone's journal before it draws anything: until then this page stays.
function makeWay() {
  const shell = document.getElementById("shell");
  const look = () => {
    if (document.body.lastElementChild === shell) return;
    clearTimeout(stalling);
    observer.disconnect();
    shell?.remove();
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true });
  look();
}

// The answer, telling the bar how much of it has come.
function counted(response, total) {
  const bar = document.getElementById("shell-progress");
  let come = 0;
  const count = new TransformStream({
    transform(part, controller) {
      come += part.byteLength;
      if (bar) bar.value = come / total;
      stillComing();
      controller.enqueue(part);
    },
  });
  return new Response(response.body.pipeThrough(count), response);
}

function addStyle(path) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = path;
    link.onload = resolve;
    link.onerror = () => reject(new Error(path));
    document.head.append(link);
  });
}

// What public/check.js has found: a browser that cannot hold the app is let alone, and one inside
// another app waits for its person's word.
function allowed() {
  if (root.dataset.old) return new Promise(() => {});
  if (!root.dataset.inside) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("stairwell:go-on", resolve, { once: true }));
}

// A private window keeps nothing beyond its closing. Firefox's and Safari's let no page have a
// folder of its own; Chrome's cannot be told from a full phone, and is not guessed at. Where there
// are no such folders at all, nothing is known.
async function tellPrivate() {
  if (!navigator.storage?.getDirectory) return;
  try {
    await navigator.storage.getDirectory();
  } catch {
    root.dataset.private = "yes";
  }
}

async function load({ script, wasm, bytes, styles = [] }) {
  // Asked for together: each round trip is half a second on a bad line.
  const looked = tellPrivate();
  const answer = fetch(wasm).then((response) => counted(response, bytes));
  const styled = Promise.all(styles.map(addStyle));
  const { default: init } = await import(script);
  await styled;
  await looked;
  await init({ module_or_path: answer });
}

function fail(error) {
  console.error(error);
  clearTimeout(stalling);
  document.getElementById("shell-slow")?.remove();
  document.getElementById("shell-progress")?.remove();
  document.querySelector("#shell [role=status]")?.remove();
  document.getElementById("shell-failed")?.removeAttribute("hidden");
}

speak();
await allowed();
document.getElementById("shell-again")?.addEventListener("click", () => location.reload());
stillComing();
try {
  await load(pick());
  makeWay();
  keepOffline();
} catch (error) {
  fail(error);
}
