// Keys for those who work in lists all day; each is doubled by a link or a button.
// List: / search, J K up and down, X choose, Enter open. Dossier: [ ] before and after, 1-9 papers,
// D K right and not right. They are silent while somebody writes, and can be switched off.

const OFF = "keys-off";
const all = (selector) => [...document.querySelectorAll(selector)];
const follow = (selector) => document.querySelector(selector)?.click();
const papers = () => all(".thumbs a, .checks h3 a[href^='#']");

const LIST = {
  "/": () => document.querySelector('input[type="search"]')?.focus(),
  j: () => step(1),
  k: () => step(-1),
  x: () => document.activeElement.closest("tr, li")?.querySelector(".tick input")?.click(),
};
const DOSSIER = {
  "[": () => follow('a[rel="prev"]'),
  "]": () => follow('a[rel="next"]'),
  d: () => mark("pass"),
  k: () => mark("fail"),
};

function step(by) {
  const rows = all(".ledger tbody th a, .queue h2 a");
  const here = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(here + by, 0), rows.length - 1)]?.focus();
}

function mark(value) {
  const paper = document.querySelector(".checks .now") ?? document.querySelector(".checks li");
  paper?.querySelector(`.mark input[value="${value}"]`)?.click();
}

function writing({ target, isComposing, ctrlKey, metaKey, altKey }) {
  const field = target.closest("textarea, select, input:not([type=checkbox], [type=radio])");
  return field || isComposing || ctrlKey || metaKey || altKey;
}

document.addEventListener("keydown", (event) => {
  if (localStorage.getItem(OFF) || writing(event)) return;
  const keys = document.querySelector(".checks, .viewer") ? DOSSIER : LIST;
  const act = keys[event.key.toLowerCase()];
  const paper = papers()[Number(event.key) - 1];
  if (!act && !paper) return;
  event.preventDefault();
  if (act) return act();
  paper.click();
  turn(paper.hash);
});

for (const button of all("button[data-off]")) {
  const show = () => {
    button.textContent = localStorage.getItem(OFF) ? button.dataset.off : button.dataset.on;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    show();
  });
  show();
}

// The paper that one has turned to in the binder is the one at hand.
function turn(hash) {
  for (const link of all(".checks h3 a[href^='#']")) {
    const here = link.hash === hash;
    link.closest("li").classList.toggle("now", here);
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
addEventListener("hashchange", () => turn(location.hash));
turn(location.hash);

// How many rows an act on many would reach.
for (const status of all(".bulk [data-chosen]")) {
  const form = status.closest("form");
  const count = () => form.querySelectorAll(".tick input:checked").length;
  const idle = status.textContent;
  const show = () => (status.textContent = count() ? `${status.dataset.chosen} ${count()}` : idle);
  form.addEventListener("change", show);
  show();
}
