// With room enough a card's buttons stand at its right; an open one takes the full row below.
(function () {
  "use strict";

  function place(card) {
    card.classList.toggle("is-side", !card.querySelector("details[open]"));
  }

  document.querySelectorAll(".lc").forEach(function (card) {
    place(card);
    card.addEventListener("toggle", function (event) {
      // One form at a time: the other button of the card closes.
      if (event.target.open) {
        card.querySelectorAll("details[open]").forEach(function (other) {
          if (other !== event.target) other.open = false;
        });
      }
      place(card);
    }, true);
  });
})();
