// Runs before everything else, in a form that browsers of ten years ago understand: a browser that
// cannot hold the app says so at once, before an invitation is used up or anything is fetched in
// vain. What it finds stands on <html>, for public/shell.js and the app:
//
//   data-old="…"            what this browser lacks; nothing is loaded
//   data-inside="android"   this is the browser inside another app ("ios", "other"); nothing is
//                           loaded until the person says so (stairwell:go-on)
//   data-home="not"         this is Safari on an iPhone or an iPad, and not the app on its home screen:
//                           what is kept here goes after seven days without a visit. "app": it is that
//                           app, which has nothing of what Safari keeps
"use strict";

// Whether a user agent is that of a browser inside another app: "" where it is not. Collected from
// what these apps send; a plain Android WebView says "; wv)", and one of an iPhone names neither a
// version nor Safari, as an app on its home screen does, which `standalone` tells apart.
function insideAnApp(agent, standalone) {
  var signs = /; wv\)|FBAN\/|FBAV\/|FB_IAB|Instagram|WhatsApp|\bLine\/|MicroMessenger|Twitter|Snapchat|BytedanceWebview|musical_ly|trill_|LinkedInApp|Pinterest\/|Telegram|\bGSA\//;
  var apple = /iPhone|iPad|iPod/.test(agent);
  var bare = apple && !standalone && !/Safari\//.test(agent);
  if (standalone || !(bare || signs.test(agent))) return "";
  return apple ? "ios" : /Android/.test(agent) ? "android" : "other";
}

// Whether this is Safari itself on an iPhone or an iPad, and not the app on its home screen. An iPad
// says that it is a Mac, of which none has a screen to touch; the other browsers there add a name.
function isSafariOnly(agent, touches, standalone) {
  var others = /CriOS|FxiOS|EdgiOS|OPiOS|OPT\/|OPX\/|DuckDuckGo|Ddg\/|YaBrowser|Focus\/|Brave|Ecosia/;
  var apple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touches > 1);
  var safari = /Version\/[\d.]+ .*Safari\//.test(agent) && !others.test(agent);
  return apple && safari && !standalone && !insideAnApp(agent, standalone);
}

// What the app cannot do without, by name, with whether it is here.
function whatIsMissing() {
  // A module that uses all that our programs are compiled to: reference types, bulk memory,
  // saturating conversions, sign extension.
  var program = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 111, 3, 2, 1, 0, 5, 3, 1, 0, 1, 10, 28,
    1, 26, 0, 65, 0, 65, 0, 65, 0, 252, 11, 0, 68, 0, 0, 0, 0, 0, 0, 0, 0, 252, 2, 192, 26, 208, 111, 11];
  var needed = {
    modules: function () { return "noModule" in document.createElement("script"); },
    awaits: function () { return typeof Promise.allSettled === "function" && typeof globalThis === "object"; },
    wasm: function () { return WebAssembly.validate(new Uint8Array(program)); },
    storage: function () { return !!window.indexedDB && "commit" in IDBTransaction.prototype; },
    randomness: function () { return typeof crypto.getRandomValues === "function"; },
    numbers: function () { return typeof BigInt64Array === "function"; },
    text: function () { return typeof TextDecoder === "function"; },
    streams: function () { return typeof TransformStream === "function"; },
    tabs: function () { return typeof BroadcastChannel === "function"; },
  };
  var missing = [];
  for (var name in needed) {
    try {
      if (!needed[name]()) missing.push(name);
    } catch (error) {
      missing.push(name);
    }
  }
  return missing.join(" ");
}

(function () {
  var root = document.documentElement;
  var shell = document.getElementById("shell");
  if (!shell) return;
  function show(id) {
    var loading = shell.querySelectorAll("[role=status], progress");
    for (var i = 0; i < loading.length; i += 1) loading[i].hidden = true;
    document.getElementById(id).hidden = false;
  }
  function hide(id) {
    document.getElementById(id).hidden = true;
    var loading = shell.querySelectorAll("[role=status], progress");
    for (var i = 0; i < loading.length; i += 1) loading[i].hidden = false;
  }
  var missing = whatIsMissing();
  if (missing) {
    root.setAttribute("data-old", missing);
    show("shell-old");
    return;
  }
  var standalone = navigator.standalone === true;
  if (standalone) root.setAttribute("data-home", "app");
  if (isSafariOnly(navigator.userAgent, navigator.maxTouchPoints || 0, standalone)) root.setAttribute("data-home", "not");
  var inside = insideAnApp(navigator.userAgent, standalone);
  if (!inside) return;
  root.setAttribute("data-inside", inside);
  document.getElementById("inside-" + inside).hidden = false;
  var link = document.getElementById("inside-link");
  link.value = location.href;
  show("shell-inside");
  document.getElementById("inside-copy").addEventListener("click", function () {
    var copied = document.getElementById("inside-copied");
    link.focus();
    link.select();
    link.setSelectionRange(0, link.value.length);
    function say(done) {
      document.getElementById(done ? "inside-done" : "inside-not").hidden = false;
      document.getElementById(done ? "inside-not" : "inside-done").hidden = true;
      copied.hidden = false;
    }
    function byHand() {
      try {
        say(document.execCommand("copy"));
      } catch (error) {
        say(false);
      }
    }
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(link.value).then(function () { say(true); }, byHand);
    } else {
      byHand();
    }
  });
  document.getElementById("inside-go-on").addEventListener("click", function () {
    hide("shell-inside");
    document.dispatchEvent(new CustomEvent("stairwell:go-on"));
  });
})();
