// ID numbers and phones are checked as they are typed; the server checks them again and has the last word.
// The result stands in the label's right corner, so that rows never jump.
(function () {
  "use strict";

  const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const form = document.getElementById("register");
  if (!form) return;

  function plain(value) {
    return value.replace(/[！-～]/g, function (sign) {
      return String.fromCharCode(sign.charCodeAt(0) - 0xfee0);
    }).replace(/[\s-]/g, "").toUpperCase();
  }

  function checkDigit(number) {
    let sum = 0;
    for (let i = 0; i < 17; i += 1) sum += Number(number[i]) * WEIGHTS[i];
    return "10X98765432"[sum % 11];
  }

  // GB 11643: what is wrong, or whom it describes.
  function readId(number) {
    if (number.length < 18) return { fault: "少 " + (18 - number.length) + " 位" };
    if (number.length > 18) return { fault: "多 " + (number.length - 18) + " 位" };
    if (!/^[0-9]{17}[0-9X]$/.test(number)) return { fault: "只有数字，末位可以是 X" };
    const year = Number(number.slice(6, 10));
    const month = Number(number.slice(10, 12));
    const day = Number(number.slice(12, 14));
    const born = new Date(year, month - 1, day);
    const today = new Date();
    if (born.getMonth() !== month - 1 || born.getDate() !== day || born > today) {
      return { fault: "没有 " + number.slice(6, 14) + " 这个生日" };
    }
    if (checkDigit(number) !== number[17]) return { fault: "末位对不上" };
    return { sex: Number(number[16]) % 2 ? "男" : "女", born: [6, 10, 12].map(function (from, place) {
      return number.slice(from, from + (place ? 2 : 4));
    }).join("-") };
  }

  function readPhone(number) {
    const digits = number.replace(/^\+?86(?=1)/, "");
    if (!/^[0-9]+$/.test(digits)) return { fault: "只写数字" };
    if (digits[0] === "1" && digits.length !== 11) {
      const gap = 11 - digits.length;
      return { fault: (gap > 0 ? "少 " : "多 ") + Math.abs(gap) + " 位" };
    }
    return digits.length < 7 ? { fault: "少几位" } : {};
  }

  function say(field, words, isGood) {
    const place = form.querySelector("label[for='" + CSS.escape(field.id) + "'] em");
    if (!place) return;
    if (place.dataset.first === undefined) place.dataset.first = place.textContent;
    place.textContent = words || place.dataset.first;
    place.className = words ? (isGood ? "ok" : "bad") : "";
  }

  function isOrganisation(field) {
    const chosen = field.closest("[data-party]").querySelector("input[name$='-kind']:checked");
    return chosen !== null && chosen.value === "organisation";
  }

  function check(field, isDone) {
    const value = plain(field.value);
    if (!value) return say(field, "");
    if (/-id_number$/.test(field.name) && !isOrganisation(field)) {
      if (!isDone && value.length < 18) return say(field, "");
      const read = readId(value);
      return read.fault ? say(field, read.fault, false)
        : say(field, "✓ " + read.sex + "，" + read.born + " 生", true);
    }
    if (/-(agent_)?phone$/.test(field.name)) {
      if (!isDone && value.length < 11) return say(field, "");
      const read = readPhone(value);
      return read.fault ? say(field, read.fault, false) : say(field, "✓", true);
    }
    return undefined;
  }

  form.addEventListener("input", function (event) { check(event.target, false); });
  form.addEventListener("change", function (event) { check(event.target, true); });
  form.querySelectorAll("input[name$='-id_number'], input[name$='phone']").forEach(function (field) {
    if (field.value) check(field, true);
  });
})();
