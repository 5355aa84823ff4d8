/* Small menus in <details> close with Escape, with a click elsewhere and when the focus leaves them. */
ready(() => {
  const popups = document.querySelectorAll("details[data-popup]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const popup of popups)
      if (popup.open) {
        popup.open = false;
        popup.querySelector("summary").focus();
      }
  });
  document.addEventListener("click", (event) => {
    for (const popup of popups) if (!popup.contains(event.target)) popup.open = false;
  });
  for (const popup of popups)
    popup.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !popup.contains(event.relatedTarget)) popup.open = false;
    });
});
