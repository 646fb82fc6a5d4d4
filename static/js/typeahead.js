// Places by initials, name or group digit: dt4 finds 大塘村 4 组. The plain select stays for a page without scripts.
const placesIn = function (form) {
  "use strict";

  if (form.dataset.begun) return;
  form.dataset.begun = "yes";

  // One list under one field. `taken` is called with the place that was picked.
  function attach(input, taken) {
    const wrap = document.createElement("span");
    wrap.className = "combo";
    input.replaceWith(wrap);
    const list = document.createElement("ul");
    list.className = "drop";
    list.id = input.id + "_list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    wrap.append(input, list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    let places = [];
    let on = -1;
    let asked = 0;
    let timer = 0;

    function close() {
      list.hidden = true;
      on = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(next) {
      on = next;
      Array.from(list.children).forEach(function (item, index) {
        item.setAttribute("aria-selected", String(index === on));
      });
      if (on >= 0) input.setAttribute("aria-activedescendant", list.children[on].id);
    }

    function take(index) {
      const place = places[index];
      close();
      taken(place);
    }

    function show(found) {
      places = found;
      list.textContent = "";
      found.forEach(function (place, index) {
        const item = document.createElement("li");
        item.id = list.id + "_" + index;
        item.setAttribute("role", "option");
        item.append(document.createTextNode(place.label));
        const hint = document.createElement("span");
        hint.className = "k";
        hint.textContent = place.hint;
        item.append(hint);
        // mousedown would blur the field first; it must not close the list before the click.
        item.addEventListener("mousedown", function (event) { event.preventDefault(); });
        item.addEventListener("click", function () { take(index); });
        list.append(item);
      });
      list.hidden = found.length === 0 || document.activeElement !== input;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(list.hidden ? -1 : 0);
    }

    function ask() {
      const text = input.value.trim();
      asked += 1;
      const mine = asked;
      if (!text) return show([]);
      return fetch(form.dataset.places + "?q=" + encodeURIComponent(text), { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.json() : { places: [] }; })
        .then(function (body) { if (mine === asked) show(body.places); })
        .catch(function () { /* without the server the field is plain text */ });
    }

    input.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, 120);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      if (event.isComposing || event.keyCode === 229) return;
      if (list.hidden) {
        // Enter pressed before the answer came: wait for it, then take the first.
        if (event.key === "Enter" && timer && input.dataset.fresh === "yes") {
          event.preventDefault();
          window.clearTimeout(timer);
          Promise.resolve(ask()).then(function () { if (places.length) take(0); });
        }
        return;
      }
      if (event.key === "ArrowDown") mark((on + 1) % places.length);
      else if (event.key === "ArrowUp") mark((on + places.length - 1) % places.length);
      else if (event.key === "Enter" && on >= 0) take(on);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
    input.addEventListener("input", function () { input.dataset.fresh = "yes"; });
    input.addEventListener("change", function () { input.dataset.fresh = ""; });
    return { close: close };
  }

  function tell(field) {
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // The village of the dispute: the select goes out of sight and follows the list.
  const select = form.querySelector("select[name=division]");
  const box = document.createElement("input");
  box.className = "in";
  box.placeholder = "打首字母，如 zy";
  box.setAttribute("autocomplete", "off");
  // The box takes the select's id, so that its label and the error summary lead to it.
  box.id = select.id;
  select.id += "_code";
  select.hidden = true;
  select.tabIndex = -1;
  select.after(box);

  function chosenText() {
    const option = select.options[select.selectedIndex];
    return option && option.value ? option.textContent.trim() : "";
  }

  function choose(place) {
    if (!Array.from(select.options).some(function (option) { return option.value === place.code; })) {
      select.append(new Option(place.label, place.code));
    }
    select.value = place.code;
    box.value = chosenText();
    tell(select);
  }
  if (chosenText()) box.value = chosenText();
  attach(box, choose);
  box.addEventListener("blur", function () {
    if (!box.value.trim()) select.value = "";
    box.value = chosenText();
  });
  // An address may be anything; picking a place writes it out, and the first one is also where the dispute is.
  function address(input) {
    attach(input, function (place) {
      input.value = place.label;
      if (!select.value && place.code) choose(place);
      tell(input);
    });
  }
  form.querySelectorAll("input[name$='-address']").forEach(address);
  form.addEventListener("party:added", function (event) {
    event.detail.querySelectorAll("input[name$='-address']").forEach(address);
  });

  // = in an empty address repeats the visitor's.
  form.addEventListener("keydown", function (event) {
    const input = event.target;
    if (event.isComposing || event.key !== "=" || !/-address$/.test(input.name || "") || input.value) return;
    const first = form.querySelector("input[name='parties-0-address']");
    if (!first || first === input || !first.value) return;
    event.preventDefault();
    input.value = first.value;
    tell(input);
  });
};

document.querySelectorAll("form[data-places]").forEach(placesIn);
// A form that came anew from the server begins anew.
document.addEventListener("htmx:afterSettle", function () {
  document.querySelectorAll("form[data-places]").forEach(placesIn);
});
