// "/" goes to the search, "g" and a letter to a place, "?" opens the help.
const PATIENCE = 1200;
let goUntil = 0;

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const goes = performance.now() < goUntil;
  goUntil = 0;
  if (goes) {
    const place = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (place) {
      event.preventDefault();
      place.click();
    }
  } else if (event.key === "/") {
    event.preventDefault();
    const search = document.querySelector("[data-search]");
    search?.focus();
    search?.select();
  } else if (event.key === "?") {
    document.querySelector('[data-dialog="keys"]')?.click();
  } else if (event.key === "g") {
    goUntil = performance.now() + PATIENCE;
  }
});
