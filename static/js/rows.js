// Rows of a form set: one more, one less, without a new page. Without scripts the same buttons are sent.
(function () {
  "use strict";

  const form = document.getElementById("register");
  if (!form) return;

  form.querySelectorAll("[data-add-row]").forEach(function (button) {
    const name = button.dataset.addRow;
    const holder = form.querySelector("[data-rows='" + name + "']");
    const empty = form.querySelector("[data-empty='" + name + "']");
    const total = form.elements.namedItem(name + "-TOTAL_FORMS");
    button.addEventListener("click", function (event) {
      event.preventDefault();
      if (holder.querySelectorAll("[data-row]").length >= Number(holder.dataset.most)) return;
      const box = document.createElement("div");
      box.innerHTML = empty.innerHTML.replace(/__prefix__/g, total.value);
      const row = box.firstElementChild;
      holder.append(row);
      total.value = String(Number(total.value) + 1);
      form.dispatchEvent(new CustomEvent("party:added", { detail: row }));
      row.querySelector("input, textarea").focus();
    });
  });

  // A row that is gone leaves a hole in the numbering; the server reads it as an empty row.
  form.addEventListener("click", function (event) {
    const button = event.target.closest("[data-drop-row]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    const before = row.previousElementSibling;
    row.remove();
    if (before) before.querySelector("input, textarea").focus();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });

  if (!document.querySelector("[data-autofocus]")) form.querySelector("input[type=radio]:checked").focus();
})();
