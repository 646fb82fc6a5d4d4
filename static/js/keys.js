// The keyboard layer. An element says which key presses it: data-keys="alt+n", more than one with a space.
// A link or button is clicked, a field is focused. data-key-label is its name in the list of keys (F1).
// Nothing is handled while an input method is composing.
(function () {
  "use strict";

  const NAMES = { Enter: "Enter", Escape: "Esc", Slash: "/", Equal: "=" };

  function combo(event) {
    // By code, not by key: a Chinese input method sends 、 for the slash, and Alt changes letters on a Mac.
    let name = NAMES[event.code];
    if (!name && /^Key[A-Z]$/.test(event.code)) name = event.code.slice(3);
    if (!name && /^(Digit|Numpad)[0-9]$/.test(event.code)) name = event.code.slice(-1);
    if (!name && /^F[0-9]+$/.test(event.code)) name = event.code;
    if (!name && event.code === "NumpadEnter") name = "Enter";
    if (!name) return "";
    const held = [];
    if (event.ctrlKey || event.metaKey) held.push("ctrl");
    if (event.altKey) held.push("alt");
    if (event.shiftKey) held.push("shift");
    return held.concat(name.toLowerCase()).join("+");
  }

  function isField(node) {
    return node.matches("input:not([type=radio]):not([type=checkbox]):not([type=submit]), textarea, select, [contenteditable]");
  }

  function isShown(node) {
    const folded = node.parentElement.closest("details:not([open])");
    return node.getClientRects().length > 0 && !node.disabled && !folded;
  }

  function holder(keys) {
    const scope = document.querySelector("dialog[open]") || document;
    const all = Array.from(scope.querySelectorAll("[data-keys~='" + CSS.escape(keys) + "']")).filter(isShown);
    // What the page itself offers comes before the bar above it.
    return all.find(function (node) { return node.closest("main"); }) || all[0];
  }

  function press(node) {
    if (isField(node)) {
      node.focus();
      if (node.select) node.select();
    } else {
      node.click();
    }
  }

  // Enter in a one-line field goes to the next field; only the button (or Ctrl+Enter) sends the form.
  // Of a group of radios only the chosen one is a stop, as with Tab.
  function moveOn(field) {
    const all = Array.from(field.form.elements);
    const next = all.slice(all.indexOf(field) + 1).find(function (node) {
      if (node.tagName === "FIELDSET" || node.tabIndex < 0 || !isShown(node)) return false;
      if (node.tagName === "BUTTON") return node.closest(".formbar") !== null;
      if (node.type !== "radio") return true;
      if (node.name === field.name) return false;
      const chosen = field.form.querySelector("input[type=radio][name='" + CSS.escape(node.name) + "']:checked");
      return !chosen || chosen === node;
    });
    if (!next) return;
    next.focus();
    if (next.select) next.select();
  }

  function pickRisk(event, digit) {
    const group = event.target.closest && event.target.closest("[data-digits]");
    if (!group) return false;
    const choice = group.querySelectorAll("input[type=radio]")[digit - 1];
    if (!choice) return false;
    choice.focus();
    choice.click();
    return true;
  }

  function label(node) {
    if (node.dataset.keyLabel) return node.dataset.keyLabel;
    const copy = node.cloneNode(true);
    copy.querySelectorAll("kbd, i").forEach(function (part) { part.remove(); });
    return copy.textContent.trim();
  }

  function shownKeys(keys) {
    return keys.split("+").map(function (part) {
      return part.length > 1 ? part[0].toUpperCase() + part.slice(1) : part.toUpperCase();
    }).join("+");
  }

  function listKeys() {
    const list = document.createElement("dialog");
    list.className = "keylist";
    list.setAttribute("aria-label", "快捷键");
    const rows = [["Tab", "下一格"], ["Shift+Tab", "上一格"], ["F1", "这张快捷键表"], ["Esc", "关上"]];
    document.querySelectorAll("[data-keys]").forEach(function (node) {
      const isPressed = node.dataset.keys.split(" ").some(function (keys) { return holder(keys) === node; });
      if (isPressed) rows.push([node.dataset.keys.split(" ").map(shownKeys).join(" "), label(node)]);
    });
    document.querySelectorAll("[data-digits]").forEach(function (node) {
      rows.push(["1–4", node.dataset.digits]);
    });
    const title = document.createElement("h2");
    title.textContent = "这一页的快捷键";
    const items = document.createElement("ul");
    rows.forEach(function (row) {
      const item = document.createElement("li");
      const key = document.createElement("kbd");
      key.textContent = row[0];
      item.append(key, document.createTextNode(row[1]));
      items.append(item);
    });
    const foot = document.createElement("div");
    foot.className = "keylist__x";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn btn--s";
    close.textContent = "关上 Esc";
    close.addEventListener("click", function () { list.close(); });
    foot.append(close);
    list.append(title, items, foot);
    list.addEventListener("close", function () { list.remove(); });
    document.body.append(list);
    list.showModal();
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const keys = combo(event);
    if (!keys) return;
    if (keys === "f1") {
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) listKeys();
      return;
    }
    const target = event.target;
    const inField = target.nodeType === 1 && isField(target);
    if (/^[1-9]$/.test(keys) && !inField && pickRisk(event, Number(keys))) {
      event.preventDefault();
      return;
    }
    if (keys === "enter" && target.form && target.form.hasAttribute("data-enter-moves-on") &&
        target.matches("input:not([type=submit]), select")) {
      event.preventDefault();
      moveOn(target);
      return;
    }
    // A bare key is text while one is typing; with Ctrl or Alt, or a function key, it never is.
    if (inField && !/^(ctrl|alt)\+|^f[0-9]+$|^esc$/.test(keys)) return;
    const node = holder(keys);
    if (!node) return;
    event.preventDefault();
    press(node);
  });

  // The chosen radio's label carries .on (the style has no :has() in the oldest browser we serve).
  function showChosen(root) {
    root.querySelectorAll(".seg input, .pick4 input, .q3 input, .res input").forEach(function (input) {
      const holder = input.closest("label");
      if (holder) holder.classList.toggle("on", input.checked);
    });
  }
  document.addEventListener("change", function () { showChosen(document); });

  // A request in flight keeps its button from being pressed twice; the form key would catch it anyway.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });

  document.addEventListener("DOMContentLoaded", function () {
    showChosen(document);
    const first = document.querySelector("[data-autofocus]");
    if (first) first.focus();
  });
  document.addEventListener("htmx:afterSettle", function (event) { showChosen(event.target); });
})();
