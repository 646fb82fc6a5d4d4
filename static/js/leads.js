// The phone page (screen i): photos made small, the form kept while it is typed, the report put into
// the box before it is sent. Without this script the page is a plain form.
(function () {
  "use strict";

  const form = document.getElementById("report");
  const box = window.LeadsBox;
  const place = document.querySelector("[data-leads]");
  if (!form || !box || !place) return;
  const LONGEST_SIDE = 1600;
  const QUALITY = 0.8;
  const field = function (name) { return form.elements.namedItem(name); };
  const file = document.getElementById("photos");
  const MOST = Number(file.dataset.most);
  const shelf = document.querySelector("[data-photos]");
  const note = document.querySelector("[data-net]");
  let photos = [];
  let foundAt = null;

  // --- photos -----------------------------------------------------------------------------------

  // Drawn anew: small, upright, and without where it was taken. What cannot be drawn goes as it is;
  // the server draws it anew in any case.
  function shrunk(picked) {
    return createImageBitmap(picked, {imageOrientation: "from-image"}).then(function (picture) {
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      return new Promise(function (resolve) {
        canvas.toBlob(resolve, "image/jpeg", QUALITY);
      }).then(function (blob) {
        return blob.arrayBuffer();
      }).then(function (bytes) {
        return {bytes: bytes, type: "image/jpeg", small: thumbnail(canvas)};
      });
    }).catch(function () {
      return picked.arrayBuffer().then(function (bytes) {
        return {bytes: bytes, type: picked.type || "image/jpeg", small: ""};
      });
    });
  }

  function thumbnail(canvas) {
    const small = document.createElement("canvas");
    small.width = 160;
    small.height = Math.max(1, Math.round(160 * canvas.height / canvas.width));
    small.getContext("2d").drawImage(canvas, 0, 0, small.width, small.height);
    return small.toDataURL("image/jpeg", 0.6);
  }

  function showPhotos() {
    shelf.replaceChildren.apply(shelf, photos.map(function (photo, index) {
      const one = document.createElement("span");
      one.className = "ph__i";
      if (photo.small) {
        const picture = document.createElement("img");
        picture.src = photo.small;
        picture.alt = "照片 " + (index + 1);
        one.append(picture);
      }
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "ph__x";
      drop.setAttribute("aria-label", "去掉照片 " + (index + 1));
      drop.textContent = "×";
      drop.addEventListener("click", function () {
        photos.splice(index, 1);
        showPhotos();
        keepTyped();
      });
      const words = document.createElement("em");
      words.textContent = "待送出";
      one.append(drop, words);
      return one;
    }));
    if (photos.length < MOST) {
      const more = document.createElement("label");
      more.className = "ph__add";
      more.htmlFor = "photos";
      more.textContent = "拍照";
      shelf.append(more);
    }
  }

  file.addEventListener("change", function () {
    const picked = Array.from(file.files).slice(0, Math.max(0, MOST - photos.length));
    Promise.all(picked.map(shrunk)).then(function (drawn) {
      photos = photos.concat(drawn);
      file.value = "";
      showPhotos();
      keepTyped();
    });
  });

  // --- kept while it is typed -------------------------------------------------------------------

  const CHOICES = ["has_blows", "is_ongoing", "has_danger"];
  const WORDS = ["form_key", "sweep", "words", "division", "place", "category", "risk", "settled"];

  function typed() {
    const row = {user: box.user, photos: photos, foundAt: foundAt, kind: field("kind").value, isChosen: isChosen};
    WORDS.forEach(function (name) { row[name] = field(name).value; });
    CHOICES.forEach(function (name) { row[name] = field(name).checked; });
    return row;
  }

  function fill(row) {
    WORDS.forEach(function (name) {
      if (row[name] !== undefined && row[name] !== null) field(name).value = row[name];
    });
    CHOICES.forEach(function (name) { field(name).checked = Boolean(row[name]); });
    if (row.kind) field("kind").value = row.kind;
    photos = row.photos || [];
    foundAt = row.foundAt || null;
    isChosen = Boolean(row.isChosen);
    if (row.settled) form.querySelector(".lead__settled").open = true;
    showPhotos();
  }

  let timer = 0;
  function keepTyped() {
    if (!foundAt) foundAt = new Date().toISOString();
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { box.put("typed", typed()); }, 200);
  }
  form.addEventListener("input", keepTyped);

  function fresh() {
    window.clearTimeout(timer);
    form.reset();
    field("form_key").value = newKey();
    field("position").value = "";
    form.querySelector(".lead__settled").open = false;
    photos = [];
    foundAt = null;
    isChosen = false;
    showPhotos();
  }

  // A page out of the worker's store carries the key of an older one: the key is always made here.
  function newKey() {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const text = Array.from(bytes, function (one) { return one.toString(16).padStart(2, "0"); }).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  // --- reported ---------------------------------------------------------------------------------

  function said(words) {
    note.replaceChildren();
    const line = document.createElement("span");
    line.textContent = words;
    line.setAttribute("role", "status");
    note.append(line);
  }

  // Into the box, then on its way; `to` is where it goes, if it is no new report.
  function take(row, fields, to, saying) {
    window.clearTimeout(timer);  // what is kept while it is typed goes with it
    return box.take({
      key: row.form_key, user: box.user, at: Date.now(), to: to, fields: fields, photos: row.photos, typed: row,
    }).then(function () {
      fresh();
      said(saying);
      box.send();  // not waited for: from here on it is kept, whatever becomes of the sending
    });
  }

  function reported(event) {
    const isSettled = event.submitter !== null && event.submitter.value === "settle";
    event.preventDefault();
    if (isSettled && !field("settled").value.trim()) {
      form.querySelector(".lead__settled").open = true;
      field("settled").focus();
      said("怎么调好的，写一句再点一次“当场调好了”。");
      return;
    }
    const row = typed();
    const fields = {
      form_key: row.form_key, kind: row.kind, words: row.words, division: row.division,
      place: row.place, category: row.category, risk: row.risk,
      has_blows: row.has_blows, is_ongoing: row.is_ongoing, has_danger: row.has_danger,
      sweep: row.sweep,
      position: keepsPosition() ? field("position").value : "",
      found_at: row.foundAt || new Date().toISOString(),
      settled: isSettled ? row.settled : "",
    };
    const button = event.submitter;
    take(row, fields, "", "存好了，有信号自动送出。").catch(function () { sendPlainly(button); });
  }

  // The browser keeps nothing (private mode): the form goes as it would without a script.
  function sendPlainly(button) {
    const files = new DataTransfer();
    photos.forEach(function (photo, index) {
      files.items.add(new File([photo.bytes], "photo" + (index + 1) + ".jpg", {type: photo.type}));
    });
    file.files = files.files;
    const act = document.createElement("input");
    act.type = "hidden";
    act.name = "act";
    act.value = button === null ? "report" : button.value;
    form.append(act);
    form.submit();
  }
  form.addEventListener("submit", reported);

  document.addEventListener("leads:sent", function (event) {
    const number = event.detail.number || "";
    note.replaceChildren();
    const words = document.createElement("b");
    words.textContent = event.detail.isNote ? "补上了" : "报上了";
    const link = document.createElement("a");
    link.href = place.dataset.lead + event.detail.id + "/";
    link.textContent = number;
    note.setAttribute("role", "status");
    note.append(words, link);
    askNearby();
  });

  document.addEventListener("leads:again", function (event) {
    box.drop("box", event.detail.key).then(function () {
      fill(event.detail.typed);
      field("form_key").value = newKey();
      keepTyped();
      box.show();
      field("words").focus();
    });
  });

  // --- 可能报过: what is open at the same place ----------------------------------------------------

  const nearby = document.querySelector("[data-nearby-rows]");

  function askNearby() {
    const code = field("division").value;
    nearby.hidden = true;
    if (!code) return;
    fetch(place.dataset.nearby + "?division=" + encodeURIComponent(code), {
      credentials: "same-origin", redirect: "manual",
    }).then(function (answer) {
      return answer.ok ? answer.json() : {results: []};
    }).then(function (found) {
      if (code !== field("division").value) return;  // another place was picked meanwhile
      nearby.replaceChildren.apply(nearby, found.results.map(nearRow));
      nearby.hidden = found.results.length === 0;
    }).catch(function () { /* no network: the village will see that it is one matter */ });
  }

  function nearRow(one) {
    const row = document.createElement("div");
    const mark = document.createElement("b");
    mark.textContent = "可能报过";
    const words = document.createElement("span");
    words.textContent = " " + one.on + " " + one.words + "，" + one.says;
    const line = document.createElement("p");
    line.append(mark, words);
    row.append(line, button("就是它，补一条", function () { addTo(one); }), button("不是", function () {
      row.remove();
      nearby.hidden = nearby.childElementCount === 0;
    }));
    return row;
  }

  function button(words, act) {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "btn";
    one.textContent = words;
    one.addEventListener("click", act);
    return one;
  }

  function addTo(one) {
    const row = typed();
    if (!row.words.trim()) {
      field("words").focus();
      said("上面写一句又看到什么，再点“就是它”。");
      return;
    }
    const fields = {act: "note", words: row.words, form_key: row.form_key};
    take(row, fields, place.dataset.send + one.id + "/acts/", "存好了，补到" + one.label + "。").catch(function () {
      window.location.assign(place.dataset.lead + one.id + "/");  // nothing can be kept here
    });
  }

  field("division").addEventListener("change", askNearby);

  // --- 看样子是: proposed by the three answers until somebody chooses ------------------------------

  let isChosen = false;
  function propose() {
    if (isChosen) return;
    field("risk").value = field("has_danger").checked ? "red" : field("has_blows").checked ? "orange" : "yellow";
  }
  CHOICES.forEach(function (name) { field(name).addEventListener("change", propose); });
  field("risk").addEventListener("change", function () { isChosen = true; });

  // --- the place, by the phone's position, where its owner asks for it ----------------------------

  const near = document.querySelector("[data-near]");
  const keepRow = document.querySelector("[data-keep-row]");
  const keep = document.querySelector("[data-keep]");
  const nearSays = document.querySelector("[data-near-says]");
  function keepsPosition() { return keep !== null && keep.checked && !keepRow.hidden; }

  function ask(position) {
    const at = position.coords;
    const exact = at.latitude.toFixed(6) + "," + at.longitude.toFixed(6);
    const sent = new FormData();
    sent.append("latitude", at.latitude.toFixed(5));
    sent.append("longitude", at.longitude.toFixed(5));
    return fetch(place.dataset.outbox, {credentials: "same-origin"}).then(function (answer) {
      return answer.json();
    }).then(function (who) {
      return fetch(near.dataset.near, {
        method: "POST", credentials: "same-origin", body: sent, headers: {"X-CSRFToken": who.token},
      });
    }).then(function (answer) { return answer.json(); }).then(function (found) {
      field("position").value = exact;
      keepRow.hidden = false;
      if (!found.code) { nearSays.textContent = "附近没有找到网格，请自己选。"; return; }
      field("division").value = found.code;
      askNearby();
      nearSays.textContent = "选好了：" + found.label + "。不对的请改。";
      keepTyped();
    }).catch(function () { nearSays.textContent = "没信号，请自己选。"; });
  }

  if (near && navigator.geolocation && window.isSecureContext) {
    document.querySelector("[data-near-row]").hidden = false;
    near.addEventListener("click", function () {
      nearSays.textContent = "正在定位";
      navigator.geolocation.getCurrentPosition(ask, function () {
        nearSays.textContent = "没能定位，请自己选。";
      }, {maximumAge: 60000, timeout: 15000});
    });
  }

  file.classList.add("vh");  // the tile stands for it
  showPhotos();

  // --- begins -----------------------------------------------------------------------------------

  if (!form.querySelector(".errorlist") && !document.querySelector(".errsum")) {
    box.get("typed", box.user).then(function (row) {
      field("form_key").value = newKey();
      if (row) fill(row);
      const round = new URLSearchParams(window.location.search).get("sweep");
      if (round) field("sweep").value = round;
      form.dataset.ready = "1";
      askNearby();
    }).catch(function () {
      form.dataset.ready = "1";
      askNearby();
    });
  }
  if (navigator.serviceWorker && window.isSecureContext) {
    navigator.serviceWorker.register(place.dataset.worker, {scope: "/leads/"}).catch(function () {
      // no worker: the page opens only with a network, the box works all the same
    });
    // What this page was drawn with came before the worker did: one visit is enough for the field.
    navigator.serviceWorker.ready.then(function (one) {
      one.active.postMessage(performance.getEntriesByType("resource").map(function (file) { return file.name; }));
    });
  }
})();
