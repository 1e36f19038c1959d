// One box in a table's head that chooses all rows of the page: [data-choose-all].
const boxesOf = (table) => [...table.querySelectorAll("tbody .table__select")];

document.addEventListener("change", (event) => {
  const table = event.target.closest?.("table");
  const all = table?.querySelector("[data-choose-all]");
  if (!all) return;
  if (event.target === all) boxesOf(table).forEach((box) => (box.checked = all.checked));
  const chosen = boxesOf(table).filter((box) => box.checked).length;
  all.checked = chosen > 0 && chosen === boxesOf(table).length;
  all.indeterminate = chosen > 0 && !all.checked;
});
