// Runs before every page: remembers whatever did not come from the keyboard.
// The page's own scripts may set values (the type-ahead does); nobody else may.
(function () {
  "use strict";

  window.notTyped = [];
  function note(what) {
    window.notTyped.push(what);
  }

  ["mousedown", "mouseup", "pointerdown", "touchstart", "touchend", "wheel"].forEach(function (kind) {
    window.addEventListener(kind, function (event) {
      note(kind + " on " + event.target.nodeName);
    }, { capture: true, passive: true });
  });

  function isOurs() {
    return /\/static\/(js|django_htmx)\//.test(new Error().stack);
  }

  [[HTMLInputElement, "value"], [HTMLInputElement, "checked"], [HTMLTextAreaElement, "value"],
   [HTMLSelectElement, "value"], [HTMLSelectElement, "selectedIndex"], [HTMLOptionElement, "selected"],
  ].forEach(function (pair) {
    const kept = Object.getOwnPropertyDescriptor(pair[0].prototype, pair[1]);
    Object.defineProperty(pair[0].prototype, pair[1], {
      configurable: true,
      enumerable: kept.enumerable,
      get: kept.get,
      set: function (value) {
        if (!isOurs()) note("value set on " + this.name);
        kept.set.call(this, value);
      },
    });
  });

  // A cursor that jumps into a field without a key was put there by somebody else.
  let isKeyed = false;
  window.addEventListener("keydown", function (event) {
    isKeyed = isKeyed || event.isTrusted;
  }, true);
  window.addEventListener("focusin", function (event) {
    if (!isKeyed && !isOurs() && !event.target.autofocus) note("focus put on " + event.target.name);
    isKeyed = false;
  }, true);

  ["input", "change", "click", "keydown"].forEach(function (kind) {
    window.addEventListener(kind, function (event) {
      if (!event.isTrusted && !isOurs()) note("made-up " + kind + " on " + event.target.nodeName);
    }, true);
  });
})();
