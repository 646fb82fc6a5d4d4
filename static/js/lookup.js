// The QR of the receipt puts the code behind #, which no browser sends to a server. Ten quiet minutes clear the page.
(function () {
  "use strict";

  const code = document.querySelector("[name=code]");
  const given = decodeURIComponent(window.location.hash.slice(1));
  if (code && !code.value && /^[0-9A-Za-z-]{8,9}$/.test(given)) {
    code.value = given;
    window.history.replaceState(null, "", window.location.pathname);
    const second = document.querySelector("[name=second]");
    if (second) second.focus();
  }
  if (!document.querySelector("[data-clears]")) return;
  let timer = 0;
  function wait() {
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { window.location.replace("/lookup/"); }, 600000);
  }
  ["pointerdown", "keydown", "scroll"].forEach(function (name) { document.addEventListener(name, wait, { passive: true }); });
  wait();
})();
