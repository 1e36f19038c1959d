// The draft of a quote or an order: what the server says of a field is told to assistive
// technology too, a save that failed is shown, removing a line does not lose the keyboard's place,
// and a refusal opens the draft again.
const draft = document.querySelector(".draft");

function tellTrouble() {
  for (const problem of draft.querySelectorAll(".draft__problem")) {
    const field = document.getElementById(problem.id.replace(/_problem$/, ""));
    if (problem.childElementCount) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
}

function notSaved() {
  const saved = document.getElementById("draft-saved");
  if (saved) saved.textContent = "Not saved: your last change is only on this page";
}

document.addEventListener("htmx:oobAfterSwap", tellTrouble);
document.addEventListener("htmx:sendError", notSaved);
document.addEventListener("htmx:responseError", notSaved);
document.addEventListener("htmx:beforeSwap", (event) => {
  const remove = event.detail.requestConfig.elt;
  if (!remove.matches("[data-remove-line]")) return;
  const row = remove.closest("[data-line]");
  const next = row.nextElementSibling ?? row.previousElementSibling;
  (next?.querySelector("[data-cell]") ?? document.getElementById("id_pasted"))?.focus();
});
// The end of what was in flight comes with status 286; a refused draft can be written again.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.xhr?.status === 286 && draft.querySelector(".in-flight--bad")) location.reload();
});
