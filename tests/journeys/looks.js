// What a reader would be ashamed of on this page: text that spills, or stands one character a line.
() => {
  "use strict";
  const found = [];
  const FORM = "input, textarea, select, option, svg, svg *";

  function name(node) {
    const classes = node.className && node.className.baseVal === undefined ? node.className.trim() : "";
    return node.nodeName.toLowerCase() + (classes ? "." + classes.split(/\s+/).join(".") : "") +
      " “" + node.textContent.trim().replace(/\s+/g, " ").slice(0, 30) + "”";
  }

  // Text for screen readers is one pixel wide on purpose; a closed drawer shows nothing.
  function isSeen(node) {
    const style = getComputedStyle(node);
    const folded = node.closest("details:not([open])");
    if (folded && !node.closest("summary")) return false;
    if (style.display === "none" || style.visibility === "hidden" || style.display === "contents") return false;
    const box = node.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  }

  function mayScroll(node) {
    return /^(auto|scroll)$/.test(getComputedStyle(node).overflowX);
  }

  const page = document.documentElement;
  if (page.scrollWidth > window.innerWidth + 1) {
    found.push("the page is " + page.scrollWidth + " px wide in a window of " + window.innerWidth);
  }
  document.body.querySelectorAll("*").forEach(function (node) {
    if (node.matches(FORM) || node.closest(".vh") || !isSeen(node)) return;
    if (getComputedStyle(node).display === "inline" || mayScroll(node)) return;
    if (node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1) {
      found.push("spills by " + (node.scrollWidth - node.clientWidth) + " px: " + name(node));
    }
  });

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const words = text.textContent.trim();
    const owner = text.parentElement;
    if (words.length < 3 || owner.closest("script, style, template, select, svg, .vh") || !isSeen(owner)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = new Set(Array.from(range.getClientRects())
      .filter(function (box) { return box.width > 1; })
      .map(function (box) { return Math.round(box.top); }));
    if (lines.size > 2 && words.length / lines.size < 2) found.push("one character a line: " + name(owner));
  }
  return found;
}
