/* Words that somebody selects in the paragraph above the form are offered as the words that the comment is about. */
(() => {
  const paragraph = document.querySelector("[data-quoted]");
  const field = document.querySelector("[data-quote]");
  if (!paragraph || !field) return;
  let filled = "";
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !paragraph.contains(selection.anchorNode) || !paragraph.contains(selection.focusNode))
      return;
    // What somebody has typed is theirs.
    if (field.value && field.value !== filled) return;
    filled = selection.toString().replace(/\s+/g, " ").trim().slice(0, field.maxLength);
    field.value = filled;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
