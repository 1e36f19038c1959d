// What has just arrived and matters most (data-focus) takes the focus: a summary of errors.
window.htmx.onLoad((root) => {
  const target = root.matches?.("[data-focus]") ? root : root.querySelector("[data-focus]");
  target?.focus();
});
