/* Takes the place of Wagtail's date picker, which writes another day over what it does not understand.
   What people type stays as they typed it; beside it stands in words what the server made of it. */
(() => {
  "use strict";
  const PAUSE = 300;

  const texts = () => document.getElementById("portal-dates")?.dataset || {};

  function wordsBeside(input) {
    let words = input.parentNode.querySelector(`output[for="${CSS.escape(input.id)}"]`);
    if (!words) {
      words = document.createElement("output");
      words.className = "portal-words";
      words.htmlFor = input.id;
      input.after(words);
    }
    words.id = words.id || `${input.id}-words`;
    const described = (input.getAttribute("aria-describedby") || "").split(" ").filter(Boolean);
    if (!described.includes(words.id)) input.setAttribute("aria-describedby", [...described, words.id].join(" "));
    return words;
  }

  /* The browser's own calendar, which only ever writes a day that somebody chose in it. */
  function addCalendar(input, words, kind, understand) {
    const day = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1 });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "portal-calendar" });
    if (!day.showPicker) return;
    button.setAttribute("aria-label", texts().choose || "");
    button.title = texts().choose || "";
    day.setAttribute("aria-hidden", "true");
    day.className = "portal-calendar__day";
    button.addEventListener("click", () => day.showPicker());
    day.addEventListener("change", () => {
      if (!day.value) return;
      const clock = kind === "moment" && input.value.match(/\d{1,2}[.:]\d\d\s*$/);
      input.value = clock ? `${day.value} ${clock[0]}` : day.value;
      for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
      understand();
      input.focus();
    });
    input.after(button, day);
  }

  function watch(id, kind) {
    const input = document.getElementById(id);
    if (!input || input.dataset.understood) return;
    input.dataset.understood = kind;
    input.autocomplete = "off";
    const words = wordsBeside(input);
    let waiting, asked;
    async function understand() {
      clearTimeout(waiting);
      asked?.abort();
      asked = new AbortController();
      const zone = kind === "clock" ? document.getElementById("id_timezone")?.value || "" : "";
      const query = new URLSearchParams({ kind, zone, text: input.value });
      try {
        const answer = await fetch(`${texts().address}?${query}`, { signal: asked.signal });
        if (!answer.ok) throw new Error(answer.statusText);
        const { words: said, refused } = await answer.json();
        words.textContent = said || refused;
        words.classList.toggle("portal-words--refused", Boolean(refused));
      } catch (error) {
        // Nothing is said rather than something old; saving asks the server again.
        if (error.name !== "AbortError") words.textContent = "";
      }
    }
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(understand, PAUSE);
    });
    input.addEventListener("change", understand);
    if (kind !== "clock") addCalendar(input, words, kind, understand);
    else document.getElementById("id_timezone")?.addEventListener("change", understand);
    if (kind === "clock" && input.value) understand();
  }

  /* Fields come with the page, with a new row of a list, and with the dialog of the schedule. */
  function watchIn(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const found = [...node.querySelectorAll("output[data-kind]")];
    for (const words of node.matches("output[data-kind]") ? [node, ...found] : found) {
      watch(words.htmlFor.value, words.dataset.kind);
    }
  }
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach(watchIn);
  }).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => watchIn(document.body));

  /* The same fields inside blocks, which Wagtail draws by script. */
  class DateWidget {
    constructor(kind) {
      this.kind = kind;
    }

    render(placeholder, name, id, state) {
      const input = Object.assign(document.createElement("input"), { type: "text", name, id });
      placeholder.replaceWith(input);
      input.value = state ?? "";
      watch(id, this.kind);
      return {
        idForLabel: id,
        getValue: () => input.value,
        getState: () => input.value,
        setState: (value) => {
          input.value = value ?? "";
        },
        setInvalid: (invalid) => {
          if (invalid) input.setAttribute("aria-invalid", "true");
          else input.removeAttribute("aria-invalid");
        },
        getTextLabel: () => input.value,
        focus: (options) => {
          if (!options?.soft) input.focus();
        }
      };
    }
  }
  for (const [name, kind] of [
    ["Date", "day"],
    ["Time", "clock"],
    ["DateTime", "moment"]
  ]) {
    window.telepath?.register(
      `wagtail.widgets.Admin${name}Input`,
      class extends DateWidget {
        constructor() {
          super(kind);
        }
      }
    );
  }
})();
