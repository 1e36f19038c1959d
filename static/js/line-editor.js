// A table that is typed into: arrows and Enter move, a pasted block becomes lines.
//
// <form data-line-editor> holds rows ([data-line]) with inputs ([data-cell="part_number"] and
// so on). A block that is pasted into one of them goes to the field [data-paste] of the same
// editor, one line each, and its form is submitted: the server makes the lines.
const cellsLike = (cell) =>
  [...cell.closest("[data-line-editor]").querySelectorAll(`[data-cell="${cell.dataset.cell}"]`)];

function move(cell, step) {
  const cells = cellsLike(cell);
  const next = cells[cells.indexOf(cell) + step];
  next?.focus();
  next?.select?.();
  return Boolean(next);
}

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("[data-line-editor] [data-cell]");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
  // Enter in the last line submits, as in any form.
  if (step && move(cell, step)) event.preventDefault();
  else if (step && event.key !== "Enter") event.preventDefault();
});

document.addEventListener("paste", (event) => {
  const cell = event.target.closest?.("[data-line-editor] [data-cell]");
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  const block = cell?.closest("[data-line-editor]").querySelector("[data-paste]");
  if (!block || !/[\n\t]/.test(text)) return;
  event.preventDefault();
  block.value = [block.value.trimEnd(), text].filter(Boolean).join("\n");
  block.form.requestSubmit();
});
