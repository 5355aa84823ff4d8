/* Suggestions while typing (an ARIA combobox over the plain search field), and the count of results opened. */
ready(() => {
  document.querySelectorAll("input[data-suggest]").forEach(suggest);
  const results = document.querySelector("[data-chosen]");
  if (results)
    results.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-rank]");
      if (!link || !navigator.sendBeacon) return;
      navigator.sendBeacon(
        results.dataset.chosen,
        new URLSearchParams({ q: results.dataset.question, rank: link.dataset.rank, by: link.dataset.by ?? "" })
      );
    });
});

function suggest(input) {
  const list = document.createElement("div");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  input.closest("form").append(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id
  }))
    input.setAttribute(name, value);
  let timer,
    running,
    active = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => location.assign(option.dataset.url);
  const mark = (place) => {
    active = place;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = options()[place];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const show = (groups) => {
    let number = 0;
    list.replaceChildren(
      ...groups.map((group, at) => {
        const box = document.createElement("div");
        const label = document.createElement("span");
        label.id = `${list.id}-${at}`;
        label.textContent = group.label;
        box.setAttribute("role", "group");
        box.setAttribute("aria-labelledby", label.id);
        box.append(
          label,
          ...group.items.map((item) => {
            const option = document.createElement("div");
            option.id = `${list.id}-option-${number++}`;
            option.setAttribute("role", "option");
            option.setAttribute("aria-selected", "false");
            option.dataset.url = item.url;
            option.lang = item.language;
            option.textContent = item.text;
            return option;
          })
        );
        return box;
      })
    );
    list.hidden = number === 0;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(number > 0));
  };
  const load = async () => {
    running?.abort();
    running = new AbortController();
    const typed = input.value.trim();
    if (typed.length < 2) {
      close();
      return;
    }
    try {
      const response = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: typed })}`, {
        signal: running.signal
      });
      if (response.ok && document.activeElement === input) show((await response.json()).groups);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(load, 150);
  });
  input.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (list.hidden || last < 0) {
      if (event.key === "ArrowDown") load();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      mark(active >= last ? 0 : active + 1);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      mark(active <= 0 ? last : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options()[active]);
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}
