// Short notices: the server's `toast` event ({text, tone}), a request that failed, a note of ours.
const STAY = 6000;
const tones = new Set(["info", "good", "warn", "bad"]);

function show({ text, tone = "info" }) {
  // What a page asks again and again fails again and again: said once.
  const said = [...document.querySelectorAll("#toasts .toast__text")].map((one) => one.textContent);
  if (tone === "bad" && said.includes(text)) return;
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

// A refusal in the portal's own words; a proxy's page is not one.
function wordsOf(xhr) {
  const type = xhr.getResponseHeader("content-type") ?? "";
  return type.startsWith("text/plain") ? xhr.responseText : "";
}

document.addEventListener("toast", (event) => show(event.detail));
document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
});
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  const { status } = xhr;
  if (status === 403) show({ text: "You may not do this. Ask the manager of this account.", tone: "bad" });
  else if (status === 404) show({ text: "This is not here any more. Reload the page.", tone: "bad" });
  else if (status === 429) show({ text: wordsOf(xhr) || "Too many at once. Wait a minute, then try again.", tone: "bad" });
  else if (status === 503) show({ text: `${wordsOf(xhr) || "The portal is away."} Nothing you typed is lost; try again.`, tone: "bad" });
  else show({ text: `That did not work (${status}). Nothing you typed is lost; try again.`, tone: "bad" });
});
document.addEventListener("htmx:sendError", () => {
  show({ text: "The portal cannot be reached. Check the network, then try again.", tone: "bad" });
});
document.querySelectorAll("#toasts > [data-toast]").forEach(leave);
