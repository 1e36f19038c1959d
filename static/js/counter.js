// 12 / 18: how much of a field with a limit is used.
function count(field) {
  const counter = document.getElementById(field.dataset.counter);
  if (!counter) return;
  const { max } = counter.dataset;
  counter.hidden = field.value.length === 0;
  counter.textContent = `${field.value.length} / ${max}`;
  counter.toggleAttribute("data-full", field.value.length >= Number(max));
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-counter]")) count(event.target);
});
window.htmx.onLoad((root) => root.querySelectorAll("[data-counter]").forEach(count));
