// The print button of a paper page.
document.querySelectorAll("[data-print]").forEach(function (button) {
  button.addEventListener("click", function () { window.print(); });
});

// A receipt that went to the printer no longer waits among the loose ends (Ctrl+P counts as well).
document.querySelectorAll("[data-printed]").forEach(function (sheet) {
  window.addEventListener("beforeprint", function () {
    fetch(sheet.dataset.printed, {
      method: "POST",
      credentials: "same-origin",
      keepalive: true,
      headers: { "X-CSRFToken": sheet.dataset.token },
    }).catch(function () { /* it stays among the loose ends and can be printed again */ });
  }, { once: true });
});
