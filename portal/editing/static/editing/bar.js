/* The button of the review bar presses the same one at the foot: Wagtail asks there before it writes over what somebody
   else saved meanwhile, and shows that it works. */
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
})();
