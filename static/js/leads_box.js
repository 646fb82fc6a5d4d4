// 待送出: what was reported on this phone and not yet answered by the server. It stands in IndexedDB,
// written before anything is sent, and goes away only when the server has answered with its number.
// Each has one key made here: however often it is sent, the server makes one lead of it.
(function () {
  "use strict";

  const place = document.querySelector("[data-leads]");
  if (!place || !window.indexedDB) return;
  const box = document.querySelector("[data-box]");
  const USER = place.dataset.user;
  const EVERY = 20000;      // tried again while the page is open
  const GIVES_UP = 90000;   // an answer that does not come is asked for again, with the same key
  let isSending = false;

  // --- the store --------------------------------------------------------------------------------

  const opened = new Promise(function (resolve, reject) {
    const asked = window.indexedDB.open("leads", 1);
    asked.onupgradeneeded = function () {
      asked.result.createObjectStore("box", {keyPath: "key"});
      asked.result.createObjectStore("typed", {keyPath: "user"});
    };
    asked.onsuccess = function () { resolve(asked.result); };
    asked.onerror = function () { reject(asked.error); };
  });

  function within(store, mode, act) {
    return opened.then(function (db) {
      return new Promise(function (resolve, reject) {
        // strict: on the disk before it counts as kept, so that a killed browser has it.
        const turn = db.transaction(store, mode, {durability: "strict"});
        const asked = act(turn.objectStore(store));
        turn.oncomplete = function () { resolve(asked.result); };
        turn.onerror = turn.onabort = function () { reject(turn.error); };
      });
    });
  }

  // What was typed moves into the box in one step: it is never in both, and never in neither.
  function take(row) {
    return opened.then(function (db) {
      return new Promise(function (resolve, reject) {
        const turn = db.transaction(["box", "typed"], "readwrite", {durability: "strict"});
        turn.objectStore("box").put(row);
        turn.objectStore("typed").delete(row.user);
        turn.oncomplete = function () { resolve(); };
        turn.onerror = turn.onabort = function () { reject(turn.error); };
      });
    });
  }

  function put(store, row) { return within(store, "readwrite", function (s) { return s.put(row); }); }
  function drop(store, key) { return within(store, "readwrite", function (s) { return s.delete(key); }); }
  function get(store, key) { return within(store, "readonly", function (s) { return s.get(key); }); }
  function mine() {
    return within("box", "readonly", function (s) { return s.getAll(); }).then(function (rows) {
      return rows.filter(function (row) { return row.user === USER; })
        .sort(function (a, b) { return a.at - b.at; });
    });
  }

  // --- sending ----------------------------------------------------------------------------------

  function formOf(row) {
    const form = new FormData();
    Object.entries(row.fields).forEach(function (pair) { form.append(pair[0], pair[1]); });
    row.photos.forEach(function (photo, index) {
      form.append("photos", new Blob([photo.bytes], {type: photo.type}), "photo" + (index + 1) + ".jpg");
    });
    return form;
  }

  function timed(address, options) {
    const stop = new AbortController();
    const timer = window.setTimeout(function () { stop.abort(); }, GIVES_UP);
    return fetch(address, Object.assign({credentials: "same-origin", signal: stop.signal}, options))
      .finally(function () { window.clearTimeout(timer); });
  }

  // Who is signed in here now; null where nobody is, or where the network is away.
  function signedIn() {
    return timed(place.dataset.outbox, {redirect: "manual"}).then(function (answer) {
      return answer.ok ? answer.json() : {user: "", token: ""};
    });
  }

  function sendOne(row, token) {
    return timed(row.to || place.dataset.send, {
      method: "POST",
      headers: {"X-CSRFToken": token, "Accept": "application/json"},
      body: formOf(row),
    }).then(function (answer) {
      return answer.json().catch(function () { return {}; }).then(function (said) {
        if (answer.ok) {
          return drop("box", row.key).then(function () { tell("sent", Object.assign(said, {isNote: Boolean(row.to)})); return true; });
        }
        const isGone = row.to && answer.status === 404;  // what it was to be added to
        if (answer.status === 400 || answer.status === 409 || answer.status === 413 || isGone) {
          row.refused = words(said) || "这条没能报上，改一改再报";
          return put("box", row).then(function () { return true; });
        }
        return false;  // log-in over, or the server is not itself: kept, and tried again
      });
    });
  }

  function words(said) {
    const fields = Object.values(said.fields || {});
    const first = fields.length ? [].concat(fields[0])[0] : said.message;
    return String(first || "");
  }

  function send() {
    if (isSending) return Promise.resolve();
    isSending = true;
    return mine().then(function (rows) {
      const waiting = rows.filter(function (row) { return !row.refused; });
      if (!waiting.length) return undefined;
      return signedIn().then(function (who) {
        if (!who.user) { say("登录到期了，重新登录后自动送出"); return undefined; }
        if (who.user !== USER) { say("这里换了人登录，您的登录后会送出"); return undefined; }
        say("");
        return waiting.reduce(function (before, row) {
          return before.then(function (goesOn) { return goesOn && sendOne(row, who.token); });
        }, Promise.resolve(true));
      });
    }).catch(function () {
      say("");  // no network: it stays, and is tried again
    }).finally(function () {
      isSending = false;
      return show();
    });
  }

  // --- what is shown ----------------------------------------------------------------------------

  let hint = "";
  function say(words) { hint = words; }

  function tell(name, detail) {
    document.dispatchEvent(new CustomEvent("leads:" + name, {detail: detail}));
  }

  function show() {
    return mine().then(function (rows) {
      if (!box) return;
      box.hidden = rows.length === 0;
      box.querySelector("[data-box-count]").textContent =
        "待送出 " + rows.length + " 件" + (hint ? "，" + hint : "");
      const list = box.querySelector("[data-box-rows]");
      list.replaceChildren.apply(list, rows.map(line));
    });
  }

  function line(row) {
    const item = document.createElement("li");
    const photos = row.photos.length ? "，照片 " + row.photos.length + " 张" : "";
    item.textContent = row.fields.words.slice(0, 24) + photos;
    const mark = document.createElement("span");
    mark.className = "tag";
    mark.textContent = row.refused ? "要改一下" : "待送出";
    item.append(" ", mark);
    if (row.refused) {
      const why = document.createElement("p");
      why.textContent = row.refused;
      const again = document.createElement("button");
      again.type = "button";
      again.className = "btn btn--s";
      again.textContent = "拿出来改";
      again.addEventListener("click", function () { tell("again", row); });
      item.append(why);
      if (document.getElementById("report")) item.append(again);
    }
    return item;
  }

  window.LeadsBox = {take: take, put: put, drop: drop, get: get, mine: mine, send: send, show: show, user: USER};
  if (box) box.querySelector("[data-box-send]").addEventListener("click", send);
  window.addEventListener("online", send);
  window.addEventListener("pageshow", send);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") send();
  });
  window.setInterval(send, EVERY);
  show().then(send, function () { /* nothing can be kept here: the form goes as it is */ });
})();
