/* Small comforts: copy a link, the visitor's own time beside an event's, the focus on an error summary, printing. */
ready(() => {
  document.querySelector("[data-focus]")?.focus();
  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const status = button.nextElementSibling;
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        status.textContent = button.dataset.done;
      } catch {
        button.hidden = true;
      }
    });
  }
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  addEventListener("beforeprint", () => {
    const address = document.querySelector("[rel=canonical]");
    const language = document.documentElement.lang;
    if (address) address.title = new Date().toLocaleDateString([language, "nb"], { dateStyle: "long" });
  });
  for (const place of document.querySelectorAll("[data-local-time]")) {
    const [start, end] = [place.dataset.start, place.dataset.end].map((text) => text && new Date(text));
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const parts = (zone, date) =>
      new Intl.DateTimeFormat("en", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(date);
    const zones = (place.dataset.zone || "").trim().split(" ");
    if (!start || !own || zones.some((zone) => parts(own, start) === parts(zone, start))) continue;
    const language = document.documentElement.lang || "en";
    /* Some browsers know no Icelandic: figures read the same in Norwegian, names of days would not. */
    const day = Intl.DateTimeFormat.supportedLocalesOf(language).length
      ? { weekday: "short" }
      : { day: "numeric", month: "numeric" };
    const format = new Intl.DateTimeFormat([language, "nb"], {
      ...day,
      hour: "numeric",
      minute: "2-digit",
      hourCycle: "h23"
    });
    const text = end ? format.formatRange(start, end) : format.format(start);
    place.textContent = place.dataset.localTime.replace("%s", text);
    place.hidden = false;
  }
});
