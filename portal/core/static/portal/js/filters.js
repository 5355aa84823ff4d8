/* A filter form (data-live) whose results (data-results) are fetched and put in place; the focus stays where it is. */
ready(() => {
  const form = document.querySelector("form[data-live]");
  const results = document.querySelector("[data-results]");
  if (!form || !results) return;
  let running;
  let shown = location.search;
  const load = async (address) => {
    running?.abort();
    running = new AbortController();
    results.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { signal: running.signal });
      if (!response.ok) throw new Error(response.status);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-results]");
      if (!fresh) throw new Error("no results");
      results.replaceChildren(...fresh.childNodes);
      for (const count of form.querySelectorAll(".count")) {
        const { name, value } = count.closest("label").control;
        const twin = page.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"] ~ .count`);
        if (twin) count.replaceChildren(...twin.childNodes);
      }
      for (const text of form.querySelectorAll("[data-fresh]")) {
        const twin = page.querySelector(`[data-fresh="${text.dataset.fresh}"]`);
        if (twin) text.textContent = twin.textContent;
      }
      history.pushState(null, "", address);
      shown = location.search;
      results.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    }
  };
  const address = () => {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    return `${form.getAttribute("action") || location.pathname}${chosen.size ? `?${chosen}` : ""}`;
  };
  form.addEventListener("change", () => load(address()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.hidePopover?.();
    load(address());
  });
  // A jump to a place on the page is no step back in the filters.
  addEventListener("popstate", () => {
    if (location.search !== shown) location.reload();
  });
});
