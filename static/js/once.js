// A form in work is not sent a second time: its button says so and takes no click.
const working = "data-working";

function start(form, button) {
  form.setAttribute("aria-busy", "true");
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  button.setAttribute(working, "");
  if (button.dataset.workingText) {
    button.dataset.idleText = button.textContent;
    button.textContent = button.dataset.workingText;
  }
}

function stop(form) {
  form.removeAttribute("aria-busy");
  for (const button of form.ownerDocument.querySelectorAll(`[${working}]`)) {
    if (button.form !== form) continue;
    button.removeAttribute("aria-disabled");
    button.removeAttribute(working);
    if (button.dataset.idleText) button.textContent = button.dataset.idleText;
  }
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.ariaBusy === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      // After the event, so that the button's own value is still sent.
      setTimeout(() => {
        const isSent = !event.defaultPrevented || form.matches("[hx-post]");
        if (isSent && form.isConnected) start(form, event.submitter);
      });
    }
  },
  { capture: true },
);
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form");
  if (form) stop(form);
});
// Back from the next page: the browser kept this one as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[aria-busy]").forEach(stop);
});
