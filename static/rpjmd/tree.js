// The tree of the RPJMD: open or close everything at once, and open what an address points at.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const boxes = () => document.querySelectorAll(".tree details");
  for (const [name, open] of [["data-open-all", true], ["data-close-all", false]]) {
    const button = document.querySelector(`[${name}]`);
    if (!button) continue;
    button.hidden = boxes().length === 0;
    button.addEventListener("click", () => boxes().forEach((box) => { box.open = open; }));
  }
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let box = target; box; box = box.parentElement) {
      if (box.tagName === "DETAILS") box.open = true;
    }
    if (target) target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();
});
