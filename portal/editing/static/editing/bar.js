/* The button of the review bar presses the same one at the foot: Wagtail asks there before it writes over what somebody
   else saved meanwhile, and shows that it works. A link to a comment opens the panel in which Wagtail shows it, and the tab of its field. */
(() => {
  "use strict";
  const press = (event) => {
    const foot = document.querySelector("[data-edit-form] footer nav button");
    if (!foot || !event.target.closest(".portal-bar button[form=page-edit-form]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    foot.click();
  };
  document.addEventListener("click", press, { capture: true });
  window.addEventListener("load", () => {
    const asked = new URLSearchParams(location.search);
    const toggle = document.querySelector("[data-side-panel-toggle=comments]");
    if (!asked.has("comment") || !toggle) return;
    const field = document.querySelector(`[data-contentpath="${CSS.escape(asked.get("at"))}"]`);
    const panel = field?.closest("[role=tabpanel]");
    if (panel?.hidden) document.querySelector(`[role=tab][aria-controls="${panel.id}"]`)?.click();
    if (toggle.getAttribute("aria-expanded") !== "true") toggle.click();
    // Wagtail puts it beside its field a moment later.
    setTimeout(() => (document.querySelector(".comment--focused") ?? field)?.scrollIntoView({ block: "center" }), 500);
  });
})();
