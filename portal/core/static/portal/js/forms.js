/* What is typed in a form stays in this tab until it has been sent: after a lost network, a fault, a way back. */
ready(() => {
  const name = (form) => `form:${form.dataset.keep || location.pathname}`;
  const forms = [...document.querySelectorAll("form[data-keep]")];
  const fields = (form) =>
    [...form.querySelectorAll("input, select, textarea")].filter(
      (field) =>
        field.name && !["hidden", "submit", "button", "file"].includes(field.type) && !field.closest("[aria-hidden]")
    );
  const tick = (field) => field.type === "checkbox" || field.type === "radio";
  const read = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(key)) || {};
    } catch {
      return {};
    }
  };
  const write = (key, kept) => {
    try {
      sessionStorage.setItem(key, JSON.stringify(kept));
    } catch {
      /* full or switched off */
    }
  };
  // Sent, and the answer is another page: nothing is left here.
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("form:") && read(key).sent && !forms.some((form) => name(form) === key))
        sessionStorage.removeItem(key);
    }
  } catch {
    return;
  }
  for (const form of forms) {
    const key = name(form),
      kept = read(key).values || {};
    const untouched = fields(form).every((field) =>
      tick(field) || field.options ? true : field.value === field.defaultValue
    );
    // An answer of the server holds what was typed already.
    if (untouched && !("answered" in form.dataset)) {
      for (const field of fields(form)) {
        const value = kept[tick(field) ? `${field.name}=${field.value}` : field.name];
        if (value === undefined) continue;
        if (tick(field)) field.checked = value;
        else field.value = value;
      }
    }
    const keep = (sent) =>
      write(key, {
        sent,
        values: Object.fromEntries(
          fields(form).map((field) =>
            tick(field) ? [`${field.name}=${field.value}`, field.checked] : [field.name, field.value]
          )
        )
      });
    form.addEventListener("input", () => keep(false));
    form.addEventListener("submit", () => keep(true));
  }
});
