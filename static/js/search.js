// The one search: what is found stands under its field while one types. Arrows choose, Home and
// End go to the first and the last, Enter opens what is chosen (else the page of all that is
// found), Esc closes. The focus stays in the field: the chosen one is aria-activedescendant.
const field = () => document.querySelector("[data-search]");
const panel = () => document.getElementById("search-found");
const options = () => [...(panel()?.querySelectorAll('[role="option"]') ?? [])];
const isOpen = () => field()?.ariaExpanded === "true";

function choose(option) {
  for (const other of options()) other.ariaSelected = String(other === option);
  if (option) {
    field().setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    field().removeAttribute("aria-activedescendant");
  }
}

function close() {
  field()?.setAttribute("aria-expanded", "false");
  panel()?.setAttribute("hidden", "");
  choose(null);
}

function open() {
  if (!options().length) return close();
  panel().removeAttribute("hidden");
  field().setAttribute("aria-expanded", "true");
}

const chosen = () => options().find((option) => option.ariaSelected === "true");

function stepped(key) {
  const all = options();
  const at = all.indexOf(chosen());
  if (key === "ArrowDown") return all[at + 1] ?? all[0];
  if (key === "ArrowUp") return at < 0 ? all.at(-1) : (all[at - 1] ?? all.at(-1));
  // Without a choice, Home and End are the field's own.
  if (at < 0) return undefined;
  return { Home: all[0], End: all.at(-1) }[key];
}

document.addEventListener("keydown", (event) => {
  if (event.target !== field() || event.isComposing) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === "ArrowDown" && !isOpen()) open();
  if (!isOpen()) return;
  const next = stepped(event.key);
  if (next) {
    event.preventDefault();
    choose(next);
  } else if (event.key === "Enter" && chosen()) {
    event.preventDefault();
    chosen().click();
  } else if (event.key === "Escape") {
    event.preventDefault();
    close();
  }
});

document.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  // What was chosen belongs to the words before.
  choose(null);
  if (!event.target.value.trim()) close();
});

document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("[data-search-form]");
  if (form && !form.contains(event.relatedTarget)) close();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "search-found") return;
  // An answer that comes after the field was left or emptied is not shown.
  if (document.activeElement !== field() || !field().value.trim()) return close();
  open();
  const only = panel().querySelector("[data-only]");
  if (only) choose(only);
});
