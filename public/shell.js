// What runs before and around the app: the bar while it is fetched, the service worker, and the
// two facts about it that the app may show. Both stand on <html> as attributes, so that nothing
// is missed by coming late, and each change is announced as an event on `document`:
//
//   data-precache="12/20"   files kept for offline use so far; "ready" once all of them are
//   data-update="waiting"   a new version is here and waits for a tap; never taken by itself
//
//   stairwell:precache, stairwell:update      something above has changed
//   stairwell:take-update                     sent by the app when the person taps "update"
const root = document.documentElement;

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

// The app opens the phone's journal before it draws anything: until then this page stays.
function makeWay() {
  const shell = document.getElementById("shell");
  const look = () => {
    if (document.body.lastElementChild === shell) return;
    observer.disconnect();
    shell?.remove();
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true });
  look();
}

export default function shell() {
  return {
    onProgress({ current, total }) {
      const bar = document.getElementById("shell-progress");
      if (bar && total) bar.value = current / total;
    },
    onSuccess() {
      makeWay();
      keepOffline();
    },
    onFailure(error) {
      console.error(error);
      document.getElementById("shell-progress")?.remove();
      document.querySelector("#shell [role=status]")?.remove();
      document.getElementById("shell-failed")?.removeAttribute("hidden");
    },
  };
}
