// Short notices: the server's `toast` event ({text, tone}), a request that failed, a note of ours.
const STAY = 6000;
const tones = new Set(["info", "good", "warn", "bad"]);

function show({ text, tone = "info" }) {
  const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  toast.className = `toast toast--${tones.has(tone) ? tone : "info"}`;
  toast.querySelector(".toast__text").textContent = text;
  document.getElementById("toasts").append(toast);
  leave(toast);
}

function leave(toast) {
  // Trouble stays until it is read; so does what one points at or stands on.
  if (toast.matches(".toast--bad")) return;
  setTimeout(() => (toast.matches(":hover, :focus-within") ? leave(toast) : toast.remove()), STAY);
}

document.addEventListener("toast", (event) => show(event.detail));
document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
});
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (status === 403) show({ text: "You may not do this. Ask the manager of this account.", tone: "bad" });
  else if (status === 404) show({ text: "This is not here any more. Reload the page.", tone: "bad" });
  else show({ text: `That did not work (${status}). Nothing you typed is lost; try again.`, tone: "bad" });
});
document.addEventListener("htmx:sendError", () => {
  show({ text: "The portal cannot be reached. Check the network, then try again.", tone: "bad" });
});
document.querySelectorAll("#toasts > [data-toast]").forEach(leave);
