/* The button that takes something back goes after its seconds, but never from under the pointer or the focus, and by
   Escape. Whoever is on the way to it by Tab has as long as the portal takes it. */
(() => {
  "use strict";
  const prepare = (form) => {
    const { seconds, accepted } = form.dataset;
    const end = performance.now() + accepted * 1000;
    let onTheWay = false;
    const leave = () => {
      const stays = form.matches(":hover, :focus-within") || (onTheWay && performance.now() < end);
      if (stays) setTimeout(leave, 1000);
      else form.remove();
    };
    setTimeout(leave, seconds * 1000);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Tab") onTheWay = true;
    });
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
