/* The way back to the list in which a page was found, with its filters and words: it stays in this tab only. */
ready(() => {
  const results = document.querySelector("[data-results]");
  const breadcrumbs = document.querySelector(".breadcrumbs ol");
  try {
    const [found, list, label] = JSON.parse(sessionStorage.getItem("found") || "[]");
    if (breadcrumbs && found === location.pathname) {
      const link = document.createElement("a");
      link.href = list;
      link.textContent = label;
      breadcrumbs.appendChild(document.createElement("li")).append(link);
    }
    results?.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      const words = results.querySelector("[data-back]")?.dataset.back;
      if (link && words && location.search && link.pathname !== location.pathname)
        sessionStorage.setItem("found", JSON.stringify([link.pathname, location.pathname + location.search, words]));
    });
  } catch {
    /* switched off: the browser has its own way back */
  }
});
