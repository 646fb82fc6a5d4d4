{% load static %}// 苗头: opens the phone page where there is no network. Answers are always the server's own while it
// can be reached; nothing but the empty form and its static files is kept. What was reported is kept
// by the page itself (static/js/leads_box.js), not here.
"use strict";

const KEPT = "leads-1";
const PAGE = "{% url 'grids:lead_new' %}";
const FILES = [PAGE, "{% static 'js/leads.js' %}", "{% static 'js/leads_box.js' %}", "{% static 'css/leads.css' %}"];

async function keep(cache, address) {
  const answer = await fetch(address, {credentials: "same-origin", redirect: "manual"});
  if (answer.ok) await cache.put(address, answer);
}

async function fetched(request) {
  try {
    const answer = await fetch(request);
    const isPage = new URL(request.url).pathname === PAGE;
    // The plain page only: what stands in an address (a round of a sweep) is of that visit alone.
    if (answer.ok && !answer.redirected && !(isPage && new URL(request.url).search)) {
      const cache = await caches.open(KEPT);
      await cache.put(isPage ? PAGE : request, answer.clone());
    }
    return answer;
  } catch (error) {
    const cache = await caches.open(KEPT);
    const isPage = new URL(request.url).pathname === PAGE;
    const kept = await cache.match(isPage ? PAGE : request);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", function (event) {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then(function (cache) {
    return Promise.allSettled(FILES.map(function (address) { return keep(cache, address); }));
  }));
});

// The page names the files that it was drawn with.
self.addEventListener("message", function (event) {
  const files = [].concat(event.data).filter(function (address) {
    return String(address).startsWith(self.location.origin + "/static/");
  });
  event.waitUntil(caches.open(KEPT).then(function (cache) {
    return Promise.allSettled(files.map(function (address) {
      return cache.match(address).then(function (kept) { return kept || keep(cache, address); });
    }));
  }));
});

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) {
      return name.startsWith("leads-") && name !== KEPT;
    }).map(function (name) { return caches.delete(name); }));
  }).then(function () { return self.clients.claim(); }));
});

self.addEventListener("fetch", function (event) {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname !== PAGE && !address.pathname.startsWith("/static/")) return;
  event.respondWith(fetched(request));
});
