// A button with data-copy="text" puts the text on the clipboard and says so, by its
// data-copy-name ("12 serial numbers") where the text is long.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.dataset.copied = "";
    setTimeout(() => delete button.dataset.copied, 1500);
    say(`${button.dataset.copyName ?? button.dataset.copy} copied`, "good");
  } catch {
    say("The browser does not allow copying here. Mark the number and copy it yourself.", "warn");
  }
});

function say(text, tone) {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));
}
