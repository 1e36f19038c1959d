// A <dialog data-open> that comes with an answer opens by itself. When it goes, whether it was
// closed or taken out, the focus returns to what opened it: the element with the id data-opener.
let opener = "";

const shown = () => document.querySelector("dialog[data-open][open]");

function back() {
  if (!opener || shown()) return;
  document.getElementById(opener)?.focus();
  opener = "";
}

window.htmx.onLoad((root) => {
  const dialog = root.matches("dialog[data-open]") ? root : root.querySelector("dialog[data-open]");
  if (!dialog || dialog.open) return;
  opener = dialog.dataset.opener;
  dialog.addEventListener("close", () => {
    dialog.remove();
    back();
  });
  dialog.showModal();
});
document.addEventListener("htmx:afterSettle", back);
