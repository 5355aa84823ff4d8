/* While somebody types an answer: what others have said already, below the field. Nothing moves, nothing is kept. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-similar]");
  const near = form && form.querySelector("[data-near]");
  if (!near) return;
  const LEAST = 12;
  const PAUSE = 600;
  const APART = 2100;
  const field = form.elements.text;
  const status = near.querySelector("[role=status]");
  const shown = near.querySelector("div");
  const list = near.querySelector("ul");
  const item = near.querySelector("template").content.firstElementChild;
  let timer;
  let askedAt = -APART;
  let asked = "";
  let number = 0;

  const agree = (id) => {
    const same = document.createElement("input");
    same.type = "hidden";
    same.name = "same";
    same.value = id;
    form.append(same);
    form.requestSubmit();
  };
  const fill = (one, place) => {
    const copy = item.cloneNode(true);
    const [quote, button, link] = ["blockquote", "button", "a"].map((name) => copy.querySelector(name));
    quote.textContent = one.text;
    quote.lang = one.language === "und" ? "" : one.language;
    quote.id = `near-${place}`;
    button.setAttribute("aria-describedby", quote.id);
    button.addEventListener("click", () => agree(one.id));
    link.href = one.url;
    link.setAttribute("aria-describedby", quote.id);
    return copy;
  };
  const show = (answer) => {
    /* Who is just about to press a button keeps it. */
    if (list.contains(document.activeElement)) return;
    status.textContent = answer.say;
    list.replaceChildren(...answer.near.map(fill));
    shown.hidden = !answer.near.length;
  };

  const ask = async () => {
    const text = field.value.trim();
    if (text === asked) return;
    if (text.length < LEAST) {
      asked = text;
      return show({ say: "", near: [] });
    }
    const left = askedAt + APART - performance.now();
    if (left > 0) return later(left);
    askedAt = performance.now();
    asked = text;
    const mine = ++number;
    const body = new URLSearchParams({
      text,
      language: form.elements.language.value,
      form_key: form.elements.form_key.value
    });
    try {
      const response = await fetch("similar.json", { method: "POST", body });
      if (mine !== number) return;
      if (response.ok) show(await response.json());
      else if (response.status === 429) {
        asked = "";
        later(APART);
      }
    } catch {
      asked = "";
    }
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  };
  field.addEventListener("input", () => later(PAUSE));
  form.elements.language.addEventListener("change", () => {
    asked = "";
    later(PAUSE);
  });
})();
