// 12 / 18: how much of a field with a limit is used. Over `data-warn-over` it says why that is long.
const LONG = 100;
const NEAR = 0.7;

function count(field) {
  const counter = document.getElementById(field.dataset.counter);
  if (!counter) return;
  const max = Number(counter.dataset.max);
  const used = field.value.length;
  // Nobody wonders about a long limit before coming near it.
  counter.hidden = used === 0 || (max > LONG && used < max * NEAR);
  const warnOver = Number(field.dataset.warnOver);
  const warns = warnOver > 0 && used > warnOver;
  counter.textContent = `${used} / ${max}${warns ? `: ${field.dataset.warnText}` : ""}`;
  counter.toggleAttribute("data-warn", warns && used <= max);
  counter.toggleAttribute("data-full", used > max);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-counter]")) count(event.target);
});
window.htmx.onLoad((root) => root.querySelectorAll("[data-counter]").forEach(count));
