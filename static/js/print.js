// A link with data-print leads to the page that holds all that is to be printed, and prints it:
// at once where that is the page one is on, else when it has been opened.
const ASKED = "#print";

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-print]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (withoutHash(link.href) === withoutHash(location.href)) print();
  else location.assign(withoutHash(link.href) + ASKED);
});

if (location.hash === ASKED) {
  history.replaceState(history.state, "", withoutHash(location.href));
  if (document.querySelector("a[data-print]")) addEventListener("load", () => print());
}

function withoutHash(address) {
  return new URL(address).href.split("#")[0];
}
