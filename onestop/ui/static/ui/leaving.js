// Asks before a page is left on which something was typed and not yet saved: <form data-unsaved>.

const unsaved = new Set();

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  form.addEventListener("input", () => unsaved.add(form));
  form.addEventListener("submit", () => unsaved.clear());
}

addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});
