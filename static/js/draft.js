// What is typed is kept on the server: every 15 seconds and whenever a field is left (DESIGN idea 8).
(function () {
  "use strict";

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const says = document.querySelector("[data-draft-says]");
  const SECONDS = 15;
  let kept = snapshot();
  let isLeaving = false;

  function fields() {
    const found = {};
    new FormData(form).forEach(function (value, name) {
      if (name === "csrfmiddlewaretoken" || typeof value !== "string") return;
      if (name in found) found[name] = [].concat(found[name], value);
      else found[name] = value;
    });
    return found;
  }

  function snapshot() {
    return JSON.stringify(fields());
  }

  function say(words) {
    if (says) says.textContent = words;
  }

  function save() {
    const now = snapshot();
    if (isLeaving || now === kept) return Promise.resolve();
    return fetch(form.dataset.draft, {
      method: "POST",
      credentials: "same-origin",
      keepalive: now.length < 60000,
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
      },
      body: now,
    }).then(function (answer) {
      if (answer.status === 401 || answer.redirected) {
        say("登录到期了，请另开一页登录，这一页先别关");
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      kept = now;
      const time = new Date();
      say("草稿 " + String(time.getHours()).padStart(2, "0") + ":" + String(time.getMinutes()).padStart(2, "0") + " 存好");
    }).catch(function () {
      say("草稿还没存上，不是您的问题，正在再试");
    });
  }

  window.setInterval(save, SECONDS * 1000);
  form.addEventListener("focusout", save);
  form.addEventListener("change", save);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") save();
  });
  form.addEventListener("submit", function () {
    isLeaving = true;
    window.setTimeout(function () { isLeaving = false; }, 5000);
  });
  document.querySelectorAll("[data-save-draft]").forEach(function (button) {
    button.addEventListener("click", function (event) {
      event.preventDefault();
      say("正在存草稿");
      kept = "";
      save();
    });
  });
})();
