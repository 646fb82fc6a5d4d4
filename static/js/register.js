// Screen c: further parties, category suggestions, the side panel, how many required fields are left.
(function () {
  "use strict";

  const form = document.getElementById("register");
  if (!form) return;

  function field(name) {
    return form.elements.namedItem(name);
  }

  function change(node) {
    node.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // --- further parties ---
  const holder = form.querySelector("[data-parties]");
  const empty = form.querySelector("[data-empty-party]");
  form.querySelector("[data-add-party]").addEventListener("click", function (event) {
    event.preventDefault();
    const total = field("parties-TOTAL_FORMS");
    if (Number(total.value) >= Number(field("parties-MAX_NUM_FORMS").value)) return;
    const box = document.createElement("div");
    box.innerHTML = empty.innerHTML.replace(/__prefix__/g, total.value);
    const party = box.firstElementChild;
    holder.append(party);
    total.value = String(Number(total.value) + 1);
    form.dispatchEvent(new CustomEvent("party:added", { detail: party }));
    party.querySelector("input[name$='-name']").focus();
    change(party.querySelector("select"));
  });

  // --- category suggestions: two at most, with the words they came from, applied by key or click only ---
  const rows = JSON.parse(document.getElementById("category-words").textContent);
  const line = form.querySelector("[data-suggestions]");
  const category = field("category");
  const subtype = field("subtype");

  function optionText(select, code) {
    const option = Array.from(select.options).find(function (one) { return one.value === code; });
    return option ? option.textContent.trim().replace(/^[0-9]+ /, "") : "";
  }

  function suggestions(text) {
    const found = rows.map(function (row) {
      const words = row.words.filter(function (word) { return text.indexOf(word) >= 0; });
      const weight = words.reduce(function (sum, word) { return sum + word.length; }, 0);
      return { category: row.category, subtype: row.subtype, words: words, weight: weight };
    }).filter(function (row) { return row.weight > 0 && optionText(category, row.category); });
    found.sort(function (one, other) { return other.weight - one.weight; });
    return found.slice(0, 2);
  }

  function take(row) {
    category.value = row.category;
    subtype.value = optionText(subtype, row.subtype) ? row.subtype : "";
    change(category);
    show();
  }

  function show() {
    const found = suggestions(field("narrative").value + field("demand").value);
    line.hidden = found.length === 0;
    line.textContent = "";
    if (!found.length) return;
    const label = document.createElement("span");
    label.className = "xs sub";
    label.textContent = "看描述像是";
    line.append(label);
    found.forEach(function (row, index) {
      const button = document.createElement("button");
      button.type = "button";
      const isOn = category.value === row.category && subtype.value === row.subtype;
      button.className = isOn ? "sug on" : "sug";
      button.dataset.keys = "alt+" + (index + 1);
      const fine = optionText(subtype, row.subtype);
      const name = optionText(category, row.category) + (fine ? " › " + fine : "");
      button.dataset.keyLabel = "用建议的类别：" + name;
      const key = document.createElement("kbd");
      key.textContent = "Alt+" + (index + 1);
      button.append(document.createTextNode(name + " "), key);
      button.addEventListener("click", function () { take(row); });
      line.append(button);
      const why = document.createElement("span");
      why.className = "xs mut";
      why.textContent = row.words.slice(0, 2).map(function (word) { return "“" + word + "”"; }).join("");
      line.append(why);
    });
  }

  let timer = 0;
  form.addEventListener("input", function (event) {
    if (event.target.name !== "narrative" && event.target.name !== "demand") return;
    window.clearTimeout(timer);
    timer = window.setTimeout(show, 150);
  });
  category.addEventListener("change", show);
  subtype.addEventListener("change", show);

  // --- "not the same": out of sight for this registration ---
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-not-same]");
    if (!button) return;
    const item = button.closest("[data-dup]");
    const next = item.nextElementSibling;
    item.remove();
    if (next && next.matches("[data-dup]")) {
      next.querySelector("a").dataset.keys = "alt+b";
      next.querySelector("[data-not-same]").dataset.keys = "alt+x";
    }
  });

  // --- what the head and the bar say ---
  const who = document.querySelector("[data-who]");
  const ready = form.querySelector("[data-ready]");
  const NEEDED = [
    ["parties-0-name", "来访人"], ["parties-1-name", "对方"], ["narrative", "怎么回事"], ["division", "村（社区）"],
    ["category", "类别"], ["risk", "风险"], ["risk_reason", "风险理由"],
  ];

  function count() {
    const missing = NEEDED.filter(function (pair) { return !String(field(pair[0]).value || "").trim(); });
    ready.textContent = missing.length ? "还差：" + missing.map(function (pair) { return pair[1]; }).join("、") : "✓ 必填的都齐了";
    ready.className = missing.length ? "sm sub" : "f__ok";
    const name = field("parties-0-name").value.trim();
    who.textContent = name ? "：" + name + " 来访" : "";
  }
  form.addEventListener("input", count);
  form.addEventListener("change", count);

  // The reason for the street's rung is asked only when the street was chosen.
  const reason = field("route_reason");
  function route() {
    const isStreet = field("route").value === "street";
    reason.disabled = !isStreet;
    reason.closest(".f").classList.toggle("mut", !isStreet);
  }
  form.addEventListener("change", function (event) { if (event.target.name === "route") route(); });

  route();
  show();
  count();
  if (!document.querySelector("[data-autofocus]")) field("parties-0-id_number").focus();
})();
