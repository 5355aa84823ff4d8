/* Dragging on the board of themes, as an extra: a dropped card presses the button of its column's menu. */
(() => {
  const board = document.querySelector("[data-board]");
  const status = document.querySelector("[data-board-status]");
  if (!board || !status) return;
  let dragged = null;
  const columnOf = (target) => target instanceof Element && target.closest(".dialogue-column");

  for (const card of board.querySelectorAll(".dialogue-pick")) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      card.classList.add("dialogue-pick--dragged");
    });
    card.addEventListener("dragend", () => {
      dragged = null;
      card.classList.remove("dialogue-pick--dragged");
      for (const column of board.querySelectorAll(".dialogue-column--over")) {
        column.classList.remove("dialogue-column--over");
      }
    });
  }

  /* The button of the source's form that brings the card into the column; none where nothing would change. */
  const buttonTo = (column) => {
    const source = columnOf(dragged);
    if (source === column) return null;
    const form = dragged.closest("form");
    const theme = column.id.replace("theme-", "");
    if (theme === "none") return form.querySelector("button[value=out]");
    const menu = form.querySelector("select[name=theme]");
    if (!menu || ![...menu.options].some((option) => option.value === theme)) return null;
    menu.value = theme;
    return form.querySelector(".dialogue-buttons button[value=move], .dialogue-buttons button[value=put]");
  };

  board.addEventListener("dragover", (event) => {
    const column = columnOf(event.target);
    if (!dragged || !column || column === columnOf(dragged)) return;
    event.preventDefault();
    column.classList.add("dialogue-column--over");
  });
  board.addEventListener("dragleave", (event) => {
    const column = columnOf(event.target);
    if (column && !column.contains(event.relatedTarget)) column.classList.remove("dialogue-column--over");
  });
  board.addEventListener("drop", (event) => {
    const column = columnOf(event.target);
    const button = dragged && column && buttonTo(column);
    if (!button) return;
    event.preventDefault();
    const form = dragged.closest("form");
    const box = dragged.querySelector("input[name=chosen]");
    /* A card of a selection takes the selection along; any other goes alone. */
    if (!box.checked) {
      for (const other of form.querySelectorAll("input[name=chosen]")) other.checked = other === box;
    }
    status.textContent = status.dataset.moving;
    form.requestSubmit(button);
  });
})();
