/* The door of an event (events/desk/people.html): the list is searched as one types, and who came is marked at once.

   A mark is kept in the browser's storage until the server has it, by account and event (data-door): the number of the
   registration, whether the person came, and when it was pressed; no name. It is sent when there is a connection, as
   "number:1:milliseconds since", so that the phone's clock need not be right; sent twice, it changes nothing.
   Words and addresses: #door-words, from events/desk/views.py. Without script each mark is a form that is sent. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-door]");
  if (!form) return;
  const PAUSE = 15000; // ms until it is tried again
  const MOST = 200; // marks in one request
  const words = JSON.parse(document.getElementById("door-words").textContent);
  const key = `portal-door:${form.dataset.door}`;
  const account = form.dataset.door.split(":")[0];
  const trouble = form.querySelector("[role=alert]");
  const status = form.querySelector("[role=status]");
  const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en", { hour: "2-digit", minute: "2-digit" });
  const say = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
  let unkept = {}; // where the browser keeps nothing
  let busy = false;
  let again;

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(key)) || {};
      const oldest = Date.now() - words.days * 86400000;
      return Object.fromEntries(Object.entries({ ...kept, ...unkept }).filter(([, mark]) => mark.at > oldest));
    } catch {
      return { ...unkept };
    }
  }

  function write(marks) {
    try {
      if (Object.keys(marks).length) localStorage.setItem(key, JSON.stringify(marks));
      else localStorage.removeItem(key);
      unkept = {};
    } catch {
      unkept = marks;
    }
    const number = Object.keys(marks).length;
    status.textContent = number && !busy ? say(words.waiting, { number }) : "";
  }

  function show(number, time) {
    const cell = form.querySelector(`[data-person="${number}"]`);
    if (!cell) return;
    const [came, undo] = [cell.querySelector("button"), cell.querySelector("span")];
    const hadFocus = cell.contains(document.activeElement);
    came.hidden = Boolean(time);
    undo.hidden = !time;
    undo.firstElementChild.textContent = time;
    if (hadFocus) cell.querySelector(time ? "span button" : "button").focus();
  }

  function complain(text, link) {
    trouble.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
    if (link)
      trouble.append(
        Object.assign(document.createElement("a"), {
          href: words.login_url,
          target: "_blank",
          textContent: words.login
        })
      );
  }

  /* Sends what waits; returns what to say, and whether logging in helps. */
  async function send(marks) {
    const options = { headers: { "X-Requested-With": "XMLHttpRequest" }, cache: "no-store", redirect: "manual" };
    const session = await fetch(words.session, options);
    if (session.status >= 429) throw new Error("later");
    if (!session.ok) return [words.ended, true];
    const owner = await session.json();
    if (String(owner.account) !== account) return [words.other, true];
    const body = new URLSearchParams({ csrfmiddlewaretoken: owner.token, waited: "1" });
    const now = Date.now();
    for (const [number, mark] of marks)
      body.append("mark", `${number}:${mark.present ? 1 : 0}:${Math.max(0, now - mark.at)}`);
    const answer = await fetch(form.action, { ...options, method: "POST", body });
    if (answer.status >= 429) throw new Error("later");
    if (!answer.ok) return answer.status === 404 ? [words.denied, false] : [words.ended, true];
    const { marked, ...count } = await answer.json();
    const left = read();
    for (const [number, mark] of marks) if (left[number]?.at === mark.at) delete left[number];
    write(left);
    for (const person of marked) if (!left[person.number]) show(person.number, person.at);
    form.querySelector(".portal-door__count").textContent = say(words.arrived, count);
    return [
      marked
        .map((person) => person.said)
        .join("\n")
        .trim(),
      false
    ];
  }

  async function flush() {
    clearTimeout(again);
    const marks = Object.entries(read()).slice(0, MOST);
    if (busy || !marks.length) return;
    busy = true;
    let more = false;
    try {
      const [said, login] = await send(marks);
      if (said) complain(said, login);
      else if (trouble.querySelector("a")) trouble.replaceChildren();
      more = !login && said !== words.denied;
    } catch {
      again = setTimeout(flush, PAUSE);
    }
    busy = false;
    write(read());
    if (more) flush();
  }

  form.addEventListener("submit", (event) => {
    const [number, present] = event.submitter?.value.split(":") || [];
    if (!present) return;
    event.preventDefault();
    const came = present === "1";
    write({ ...read(), [number]: { present: came, at: Date.now() } });
    show(number, came ? clock.format(new Date()) : "");
    flush();
  });
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) flush();
  });

  /* As people type and spell: accents, double letters and æ, ø, å written in other ways make no difference. */
  const PLAIN = { æ: "a", ø: "o", ð: "d", þ: "th", ß: "ss", œ: "o", đ: "d", ł: "l" };
  const fold = (text) =>
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/[\u0300-\u036f\u00ad]/g, "")
      .replace(/[æøðþßœđł]/g, (letter) => PLAIN[letter])
      .replace(/ae|oe|ue|aa/g, (pair) => pair[pair === "aa" ? 1 : 0])
      .replace(/(.)\1+/gu, "$1");
  const search = document.querySelector(".portal-door__search [name=q]");
  const rows = [...form.querySelectorAll("tbody tr:not([data-nobody])")].map((row) => [
    row,
    fold(`${row.cells[0].textContent} ${row.cells[4].textContent}`)
  ]);
  function filter() {
    const asked = fold(search.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const [row, text] of rows) {
      row.hidden = !asked.every((word) => text.includes(word));
      if (!row.hidden) found += 1;
    }
    form.querySelector("[data-nobody]").hidden = found > 0;
  }
  if ("whole" in form.dataset) {
    search.addEventListener("input", filter);
    search.form.addEventListener("submit", (event) => {
      if ([...new FormData(search.form)].some(([name, value]) => name !== "q" && value)) return;
      event.preventDefault();
      filter();
      search.blur(); // the keyboard of a phone goes away
    });
    filter();
  }
  search.addEventListener("focus", () => search.select());

  for (const [number, mark] of Object.entries(read()))
    show(number, mark.present ? clock.format(new Date(mark.at)) : "");
  write(read());
  flush();
})();
