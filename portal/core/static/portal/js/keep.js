/* Kept cases: their numbers lie in this browser only, and in the address of the page that shows them. */
ready(() => {
  const buttons = [...document.querySelectorAll("[data-keep-case]")];
  const ways = [...document.querySelectorAll("[data-kept-list]")];
  const all = document.querySelector("[data-keep-all]");
  const read = () => (localStorage.getItem("kept") || "").split(",").filter(Boolean);
  const show = () => {
    const kept = read();
    for (const button of buttons) {
      button.dataset.label ??= button.textContent;
      button.textContent = kept.includes(button.dataset.keepCase) ? button.dataset.done : button.dataset.label;
      button.hidden = false;
      button.nextElementSibling.hidden = true;
    }
    for (const way of ways) {
      way.href = `${way.dataset.keptList}${kept.length ? `?ids=${kept}` : ""}`;
      way.querySelector("[data-number]").textContent = kept.length ? ` (${kept.length})` : "";
    }
  };
  const write = (kept) => {
    localStorage.setItem("kept", [...new Set(kept)].slice(-50));
    show();
  };
  try {
    show();
    for (const button of buttons)
      button.addEventListener("click", () => {
        const id = button.dataset.keepCase;
        write(read().includes(id) ? read().filter((other) => other !== id) : [...read(), id]);
      });
    for (const link of document.querySelectorAll("[data-take-off]"))
      link.addEventListener("click", () => write(read().filter((id) => id !== link.dataset.takeOff)));
    if (all) {
      all.hidden = all.dataset.keepAll.split(",").every((id) => read().includes(id));
      all.addEventListener("click", () => {
        write([...read(), ...all.dataset.keepAll.split(",")]);
        all.hidden = true;
        all.nextElementSibling.textContent = all.dataset.done;
      });
    }
  } catch {
    /* private windows may refuse: then the links beside the buttons do it by their addresses */
  }
});
