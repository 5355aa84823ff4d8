/* Fields without a name for screen readers are called what stands above them: rich text, and blocks of a single field,
   for which Wagtail writes no label. */
(() => {
  "use strict";
  const FIELDS =
    ".public-DraftEditor-content, [data-streamfield-child] :is(input:not([type=hidden]), textarea, select)";
  const name = (field) => {
    if (field.labels?.length || field.hasAttribute("aria-labelledby") || field.hasAttribute("aria-label")) return;
    const id = field.closest(".Draftail-Editor__wrapper")?.parentElement.querySelector("input[id]")?.id;
    const label = id && document.querySelector(`label[for="${CSS.escape(id)}"]`);
    if (label) label.id ||= `${id}-label`;
    const heading = field.closest(".w-panel[aria-labelledby]")?.getAttribute("aria-labelledby");
    if (label || heading) field.setAttribute("aria-labelledby", label ? label.id : heading);
  };
  const nameAll = () => document.querySelectorAll(FIELDS).forEach(name);
  window.addEventListener("load", nameAll);
  document.addEventListener("w-draftail:init", () => setTimeout(nameAll));
  document.addEventListener("focusin", ({ target }) => target.matches(FIELDS) && name(target));
})();
