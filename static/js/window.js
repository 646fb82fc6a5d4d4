// The queue page: what must not happen when pieces of it are renewed.
(function () {
  "use strict";

  const fault = document.getElementById("queue-fault");
  const usual = fault ? fault.textContent : "";

  function say(words) {
    if (fault && fault.textContent !== words) fault.textContent = words;
  }

  // The log-in page is no queue: nothing typed here is thrown away for it.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (/\/login\//.test(event.detail.xhr.responseURL)) {
      event.detail.shouldSwap = false;
      say("登录到期了，请另开一页登录，这一页先别关");
    } else if (event.detail.xhr.status < 400) {
      say(usual);
    }
  });
  document.addEventListener("htmx:sendError", function () { say("暂时连不上，号都还在，正在再试"); });
  document.addEventListener("htmx:responseError", function () { say("这一次没更新上，正在再试"); });

  // A button that is gone after its own step leaves the cursor at the desk, not at the top of the page.
  document.addEventListener("htmx:afterSettle", function (event) {
    const desk = document.getElementById("serving");
    if (desk && event.target.id === "serving" && document.activeElement === document.body) desk.focus();
  });
})();
