// 先查后登: arrows choose a matter, Enter opens it, Alt+B adds this visit to it, Esc clears,
// Ctrl+Enter registers anew with the words. A telephone or ID number is sent by POST, never in an address.
(function () {
  "use strict";

  const box = document.getElementById("omni");
  const hits = document.getElementById("hits");
  if (!box || !hits) return;
  const numbers = document.querySelector("[data-omni-number]");
  const NUMBER = /(?:[0-9][\s-]?){7}/;
  const WHOLE = /^(1[0-9]{10}|[0-9]{17}[0-9X])$/;

  function plain(value) {
    return value.replace(/[！-～]/g, function (sign) {
      return String.fromCharCode(sign.charCodeAt(0) - 0xfee0);
    });
  }

  // A full case number has seven digits too, but not in a row: 〔2026〕1号.
  function isNumber(value) {
    return NUMBER.test(plain(value));
  }

  function lines() {
    return Array.from(hits.querySelectorAll("[data-hit]"));
  }

  function chosen() {
    return hits.querySelector("[data-hit].on");
  }

  function choose(line) {
    lines().forEach(function (one) { one.classList.toggle("on", one === line); });
    if (!line) return;
    line.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = lines();
    if (!all.length) return;
    choose(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
  }

  function follow(link) {
    if (link) link.click();
    return Boolean(link);
  }

  function ask(value) {
    const number = plain(value).replace(/[\s-]/g, "").toUpperCase();
    window.htmx.ajax("POST", numbers.action, { target: "#hits", values: { number: number } });
  }

  // While a number is being typed nothing is asked; a whole one is asked for by POST.
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.elt !== box || !isNumber(box.value)) return;
    event.preventDefault();
    if (WHOLE.test(plain(box.value).replace(/[\s-]/g, "").toUpperCase())) ask(box.value);
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target === hits) choose(lines()[0]);
  });

  box.form.addEventListener("submit", function (event) {
    if (!isNumber(box.value)) return;
    event.preventDefault();
    ask(box.value);
  });

  // One line is always chosen while there are any; the cursor stays in the box.
  box.form.closest(".omni").addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229) return;
    const line = chosen();
    const held = event.ctrlKey || event.metaKey;
    let isDone = true;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && held) isDone = follow(hits.querySelector("[data-new]"));
    else if (event.key === "Enter" && event.target === box && line && !held) isDone = follow(line.querySelector("[data-open]"));
    else if (event.code === "KeyB" && event.altKey) isDone = follow(line && line.querySelector("[data-add]"));
    else if (event.key === "Escape") {
      box.value = "";
      hits.textContent = "";
      box.focus();
    } else return;
    if (isDone) {
      event.preventDefault();
      event.stopPropagation();
    }
  });

  choose(lines()[0]);
})();
