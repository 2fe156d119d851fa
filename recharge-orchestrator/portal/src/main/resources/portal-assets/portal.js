"use strict";

// All of this is a help. Every page works without it, and the server relies on none of it.

// htmx turns our own answers into elements. Nothing else may, and answers never carry scripts.
if (window.trustedTypes) {
  trustedTypes.createPolicy("default", {
    createHTML(html) {
      if (/<script/i.test(html)) throw new TypeError("an answer with a script (expected: none)");
      return html;
    },
  });
}

document.documentElement.classList.add("has-script");

// A second click on Pay finds the same order anyway; this only spares the wait.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-once")) return;
  if (form.getAttribute("aria-busy") === "true") event.preventDefault();
  form.setAttribute("aria-busy", "true");
});

// After "back" the form can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) form.removeAttribute("aria-busy");
});

// Typing an amount of one's own marks the button beside it.
document.addEventListener("input", (event) => {
  const pick = document.getElementById(event.target.dataset.picks || "");
  if (pick) pick.checked = event.target.value !== "" || pick.checked;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});
