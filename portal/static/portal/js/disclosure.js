/* Menus: the button of the narrow header, and menus in <details> that close with Escape or a click elsewhere. */
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".menu-button");
  const menu = button && document.getElementById(button.getAttribute("aria-controls"));
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("is-open", open);
  };
  if (menu) button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  const popups = document.querySelectorAll("details[data-popup]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const popup of popups) if (popup.open) {
      popup.open = false;
      popup.querySelector("summary").focus();
      return;
    }
    if (menu && button.getAttribute("aria-expanded") === "true") { show(false); button.focus(); }
  });
  document.addEventListener("click", (event) => {
    for (const popup of popups) if (!popup.contains(event.target)) popup.open = false;
  });
  for (const popup of popups) popup.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !popup.contains(event.relatedTarget)) popup.open = false;
  });
  // Filters lie folded on narrow screens and open on wide ones; without script they are simply open.
  const wide = matchMedia("(min-width: 64rem)");
  const fold = () => { for (const details of document.querySelectorAll(".facets > details")) details.open = wide.matches; };
  fold();
  wide.addEventListener("change", fold);
});
