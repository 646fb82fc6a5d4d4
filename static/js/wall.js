// The wall: its clock, how old its numbers are, and the keys that switch what it shows.
(function () {
  "use strict";

  const board = function () { return document.getElementById("main"); };
  const age = document.getElementById("wall-age");
  const shown = document.getElementById("wall-clock");
  let at = Number(board().dataset.at) * 1000;  // the server's instant of the numbers on the screen
  let came = performance.now();                // when they came; this screen's own clock may be wrong
  let fault = "";

  function say() {
    const minutes = Math.floor((performance.now() - came) / 60000);
    const words = fault
      ? (minutes ? minutes + " 分钟没有更新，" : "") + fault
      : (minutes ? minutes + " 分钟前更新" : "刚刚更新");
    if (age.textContent !== words) age.textContent = words;
    age.classList.toggle("is-old", Boolean(fault));
    const now = new Date(at + performance.now() - came);
    const part = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "long", day: "numeric", weekday: "long" });
    const time = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const day = part.formatToParts(now).map(function (one) { return one.type === "weekday" ? " " + one.value.trim() : one.value; }).join("");
    if (shown.dataset.day !== day) { shown.dataset.day = day; shown.firstChild.textContent = day + " "; }
    shown.querySelector("b").textContent = time.format(now);
  }

  // What comes back and is no board (the log-in page, say) does not take its place.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const is_board = event.detail.xhr.status === 200 && /data-at="\d+"/.test(event.detail.serverResponse);
    if (is_board) return;
    event.detail.shouldSwap = false;
    fault = /\/login\//.test(event.detail.xhr.responseURL) ? "登录到期了，请重新登录" : "这一次没更新上，正在再试";
    say();
  });
  document.addEventListener("htmx:sendError", function () { fault = "暂时连不上，正在再试"; say(); });
  document.addEventListener("htmx:timeout", function () { fault = "暂时连不上，正在再试"; say(); });
  document.addEventListener("htmx:afterSwap", function () {
    at = Number(board().dataset.at) * 1000;
    came = performance.now();
    fault = "";
    say();
  });

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const link = /^[1-9]$/.test(event.key) && document.querySelector('[data-wall-key="' + event.key + '"]');
    if (link) link.click();
  });

  say();
  setInterval(say, 1000);
})();
