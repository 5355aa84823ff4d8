/* The button that takes something back goes after its seconds, but never from under the pointer or the focus, and by
   Escape. */
(() => {
  "use strict";
  const prepare = (form) => {
    const leave = () => {
      if (form.matches(":hover, :focus-within")) setTimeout(leave, 1000);
      else form.remove();
    };
    setTimeout(leave, form.dataset.seconds * 1000);
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      form.remove();
      const main = document.querySelector("main");
      main.tabIndex = -1;
      main.focus({ preventScroll: true });
    });
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".portal-undo").forEach(prepare));
})();
