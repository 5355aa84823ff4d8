/* Live rooms: asks for the shared state, shows what is next, sends reactions in batches. The page works without it. */
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
  const show = (thing, shown) => thing && (thing.hidden = !shown);
  const page = find("[data-live]");
  const mirror = find("[data-live-mirror]");
  const status = find("[data-live-status]");
  const LONGEST = 60000;
  const SENDING = 2000;
  const SAYING = 15000;

  /* Asking: again after what the state says, give or take 30 %; not while nobody looks; ever later when it fails. */
  const ask = (url, pause, use) => {
    let timer;
    let failed = 0;
    let before = "";
    const again = (pause) => {
      clearTimeout(timer);
      timer = setTimeout(once, pause * (0.7 + 0.6 * Math.random()));
    };
    const once = async () => {
      clearTimeout(timer);
      if (document.hidden) return;
      let next = pause || 3000;
      try {
        const response = await fetch(url);
        if (!response.ok && response.status !== 304) throw response.status;
        const body = await response.text();
        const state = JSON.parse(body);
        failed = 0;
        next = pause || state.next;
        show(find("[data-live-offline]"), false);
        await use(state, body !== before);
        before = body;
      } catch {
        failed += 1;
        next = Math.min(LONGEST, next * 2 ** failed);
        show(find("[data-live-offline]"), true);
      }
      again(next);
    };
    document.addEventListener("visibilitychange", () => document.hidden || once());
    addEventListener("online", once);
    again(pause || 1000);
    return once;
  };

  /* Projector and desk: the same page, read anew when something changed; never what somebody works with. */
  if (mirror) {
    mirror.addEventListener("input", (event) => {
      event.target.closest("[data-part]").dataset.typed = "";
    });
    ask(mirror.dataset.liveMirror, SENDING, async (state, isNew) => {
      if (!isNew) return;
      const response = await fetch(location.href);
      if (!response.ok) throw response.status;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const part of findAll("[data-part]")) {
        const other = find(`[data-part="${part.dataset.part}"]`, fresh);
        if (other && !("typed" in part.dataset) && !part.contains(document.activeElement)) part.replaceWith(other);
      }
    });
  }
  if (!page) return;

  const me = JSON.parse(page.dataset.live);
  const words = JSON.parse(find("[data-live-words]").dataset.liveWords);
  const own = new Set(me.own);
  const values = new Map(Object.entries(me.values));
  const queue = new Map();
  const counts = new Map();
  const texts = new Map();
  const pages = new Set();
  const plural = new Intl.PluralRules(words.plural);
  const form = find("[data-live-form]");
  const field = form && find("[data-live-text]", form);
  const reactForm = find("[data-live-react] form");
  const wall = find("[data-live-wall]");
  let state = { v: me.version, rows: [], phase: page.dataset.phase, round: me.round };
  let current = reactForm && reactForm.statement.value;
  let known = page.dataset.phase === "wall" && new Set(findAll("[data-id]").map((one) => one.dataset.id));
  let saidAt = 0;

  const say = (text) => (status.textContent = text);
  const count = (pair, n) => pair[plural.select(n) === "one" ? 0 : 1].replace("{n}", n);
  const countsText = ([a, d, p]) => words.counts.replace("{a}", a).replace("{d}", d).replace("{p}", p);

  /* The order of statements: as events/dialogue/analysis/routing.py describes it, bit by bit. */
  const wait = (id) => {
    let h = me.seed;
    for (let i = 0; i < id.length; i++) h = Math.imul(h ^ id.charCodeAt(i), 0x01000193);
    const a = (h + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    let m = (((t ^ (t >>> 14)) >>> 0) >>> 1) + 1;
    let k = 0;
    for (; m >= 2; k++) m /= 2;
    const z = (m - 1) / (m + 1);
    let s = 0;
    for (let j = 9; j >= 0; j--) s = s * (z * z) + 1 / (2 * j + 1);
    return (31 - k) * 0.6931471805599453 - 2 * z * s;
  };
  const isSeed = (id) => texts.get(id)?.[3];
  const open = () => state.rows.filter(([id]) => texts.has(id) && !own.has(id) && !values.has(id));
  const lastId = () => [...values.keys()].filter((id) => texts.has(id)).pop();
  const nextId = () => {
    const seen = state.rows.filter(([id]) => values.has(id));
    let left = open();
    if (seen.length < 10 && seen.filter(([id]) => isSeed(id)).length >= 3) {
      const others = left.filter(([id]) => !isSeed(id));
      if (others.length) left = others;
    }
    const placed = left.map(([id, weight]) => {
      const [, language, , , renderings] = texts.get(id);
      const foreign = language !== me.language && !renderings[me.language];
      return [(wait(id) / weight) * (foreign ? 2 : 1), id];
    });
    placed.sort((one, other) => one[0] - other[0] || (one[1] < other[1] ? -1 : 1));
    return placed[0]?.[1];
  };

  /* While somebody has something to read, new texts wait: else a whole hall would ask for each at the same time. */
  let loadedAt = 0;
  const load = async () => {
    if (Date.now() - loadedAt < SAYING && open().length) return;
    loadedAt = Date.now();
    for (const [n, generation] of state.texts.entries()) {
      const name = `${n}-g${generation}`;
      if (pages.has(name)) continue;
      const response = await fetch(`${me.texts}${name}.json`);
      if (!response.ok) continue; /* it has just changed: the next state names another */
      for (const text of await response.json()) texts.set(text[0], text);
      pages.add(name);
    }
  };

  const fill = (figure, id) => {
    const [, language, text, organiser, renderings] = texts.get(id);
    const quote = find("blockquote", figure);
    quote.textContent = text;
    quote.lang = language === "und" ? "" : language;
    const rendering = language !== me.language && renderings[me.language];
    const notes = [
      organiser && words.organiser,
      own.has(id) && words.mine,
      language !== me.language && words.languages[language]
    ];
    const caption = find("figcaption", figure);
    caption.textContent = notes.filter(Boolean).join(" · ");
    if (rendering) {
      const below = document.createElement("p");
      below.className = "live-rendering";
      below.dir = "auto";
      below.lang = me.language;
      below.textContent = rendering[0];
      caption.append(below, words.rendered[rendering[1]]);
    }
    figure.classList.toggle("live-card--mine", own.has(id));
  };
  const press = (root, id) => {
    for (const button of findAll("button[value]", root)) {
      button.setAttribute("aria-pressed", String(values.get(id)) === button.value);
    }
  };

  const card = (id) => {
    current = id;
    show(reactForm, id);
    show(find(".live-report"), id);
    show(find("[data-live-none]"), !id);
    find("[data-live-left]").textContent = count(words.left, open().length);
    const last = lastId();
    show(find("[data-live-back]"), last && last !== id);
    if (!id) return;
    fill(find("figure", reactForm), id);
    for (const input of findAll("[data-live-react] [name=statement]")) input.value = id;
    press(reactForm, id);
    const mine = find("[data-live-mine]");
    show(mine, values.has(id) && counts.has(id));
    if (counts.has(id)) mine.textContent = countsText(counts.get(id));
  };

  const item = (id) => {
    const copy = find("[data-live-item]").content.firstElementChild.cloneNode(true);
    copy.dataset.id = id;
    fill(find("figure", copy), id);
    const buttons = find("form", copy);
    buttons.statement.value = id;
    show(buttons, !own.has(id) && state.phase === "wall");
    press(buttons, id);
    return copy;
  };
  const showWall = () => {
    const items = new Map(findAll("[data-id]", wall).map((one) => [one.dataset.id, one]));
    const list = findAll("ul", wall).pop();
    const rows = new Map(state.rows.map(([id, ...numbers]) => [id, numbers]));
    for (const [id, one] of items) if (!rows.has(id)) one.remove();
    const fresh = [...rows.keys()].filter((id) => texts.has(id) && !items.has(id));
    const add = () => {
      const made = fresh.map(item);
      list.append(...made);
      showCounts();
      return made[0];
    };
    const showCounts = () => {
      for (const one of findAll("[data-id]", wall)) {
        const numbers = rows.get(one.dataset.id);
        if (numbers) find(".live-counts", one).textContent = countsText(numbers);
      }
    };
    if (!items.size) add();
    showCounts();
    const grouped = String(state.themes) !== wall.dataset.themes;
    const left = fresh.filter((id) => !find(`[data-id="${id}"]`, wall));
    const line = find("[data-live-new]", wall);
    const button = find("button", line);
    show(line, grouped || left.length);
    button.textContent = grouped ? words.grouped : count(words.show, left.length);
    button.onclick = () => {
      if (grouped) return location.reload();
      const first = add();
      first.tabIndex = -1;
      first.focus();
      show(line, false);
    };
  };

  /* Who types or goes by the keyboard is asked first; a tap leaves nothing behind that could be lost. */
  const busy = () => (field && field.value) || find(":focus-visible", page);
  const apply = () => {
    show(find("[data-live-moved]"), false);
    for (const section of findAll("[data-when]", page)) {
      show(section, section.dataset.when.split(" ").includes(state.phase));
    }
    find("[data-live-phase]").textContent = words.phases[state.phase] || words.phases[""];
    page.dataset.phase = state.phase;
    const asked = me.questions[state.question];
    const heading = find("[data-live-question]");
    if (state.round && !asked) return location.reload();
    if (asked && heading) [heading.textContent, heading.lang] = asked;
    if (form) form.round.value = state.round;
    current = null;
  };

  const news = () => {
    const ids = new Set(state.rows.map(([id]) => id));
    const fresh = known ? [...ids].filter((id) => !known.has(id) && !own.has(id)).length : 0;
    if (!known || (fresh && Date.now() - saidAt > SAYING)) {
      if (fresh) say(count(words.news, fresh));
      if (fresh) saidAt = Date.now();
      known = ids;
    }
  };

  const poll = ask(me.state, 0, async (fresh) => {
    const moved = fresh.v !== state.v;
    const opened = fresh.round && fresh.round !== state.round;
    state = fresh;
    show(find("[data-live-paused]"), state.paused);
    if (moved && state.phase !== page.dataset.phase) say(opened ? words.opened : words.phases[state.phase] || "");
    const differs = state.phase !== page.dataset.phase || (form && Number(form.round.value) !== state.round);
    if (differs && !("earlier" in page.dataset)) {
      if (state.phase === "over" && !busy()) return location.reload();
      if (busy()) return show(find("[data-live-moved]"), true);
      apply();
    }
    if (opened) known = null;
    if (state.phase === "react" || state.phase === "wall" || state.phase === "closed") {
      await load();
      news();
    }
    if (page.dataset.phase === "react" && !(texts.has(current) && state.rows.some(([id]) => id === current))) {
      card(nextId());
    } else if (page.dataset.phase === "wall" || page.dataset.phase === "closed") showWall();
    if (page.dataset.phase === "react") find("[data-live-left]").textContent = count(words.left, open().length);
  });
  find("[data-live-moved] button")?.addEventListener("click", () => {
    if (state.phase === "over") return location.reload();
    apply();
    poll();
  });

  /* Reactions: kept until they are answered, sent together, harmless when sent twice. */
  let sending = false;
  let failed = 0;
  let pausedUntil = 0;
  const send = async (keepalive) => {
    if (!queue.size || sending || (Date.now() < pausedUntil && !keepalive)) return;
    sending = true;
    const batch = [...queue].slice(0, 20);
    try {
      const headers = { "Content-Type": "application/json" };
      const response = await fetch(me.react, { method: "POST", headers, body: JSON.stringify(batch), keepalive });
      if (response.status === 429 || response.status >= 500) throw response.status;
      for (const [id, value] of batch) if (queue.get(id) === value) queue.delete(id);
      const answer = await response.json();
      for (const [id, , ...numbers] of answer.taken || []) if (numbers.length) counts.set(id, numbers);
      for (const [index] of answer.refused || []) values.delete(batch[index][0]);
      failed = 0;
    } catch {
      failed += 1;
      pausedUntil = Date.now() + Math.min(LONGEST, SENDING * 2 ** failed);
      show(find("[data-live-offline]"), true);
    }
    sending = false;
  };
  setInterval(send, SENDING);
  document.addEventListener("visibilitychange", () => document.hidden && send(true));
  addEventListener("pagehide", () => send(true));

  const react = (form, value) => {
    const id = form.statement.value;
    values.delete(id);
    if (value === "back") queue.set(id, null);
    else {
      values.set(id, Number(value));
      queue.set(id, Number(value));
    }
    if (form !== reactForm) return press(form, id);
    card(nextId());
    say((current ? find("blockquote", reactForm) : find("[data-live-none]")).textContent);
  };

  const tell = async () => {
    const note = find("[data-live-told]");
    const told = (text, style) => {
      note.className = style;
      say((note.textContent = text));
    };
    told("");
    try {
      const headers = { Accept: "application/json" };
      const body = new URLSearchParams(new FormData(form));
      const response = await fetch(location.pathname, { method: "POST", headers, body });
      const answer = await response.json();
      if (!response.ok) return told(answer.error || words.failed, "field__error");
      own.add(answer.id);
      field.value = "";
      field.dispatchEvent(new Event("input"));
      form.form_key.value = answer.form_key;
      const line = document.createElement("li");
      const text = document.createElement("bdi");
      text.textContent = answer.text;
      line.append(text, ` ${answer.state}`);
      find("[data-live-own] ul").prepend(line);
      show(find("[data-live-own]"), true);
      told(answer.late ? words.late : words.said, "notice notice--success");
    } catch {
      show(find("[data-live-offline]"), true);
    }
  };

  let telling = false;
  page.addEventListener("submit", async (event) => {
    const sent = event.target;
    if (sent === form) {
      event.preventDefault();
      if (telling) return;
      telling = true;
      await tell();
      telling = false;
    } else if (sent.elements.action?.value === "react" && event.submitter) {
      event.preventDefault();
      react(sent, event.submitter.value);
    }
  });
  find("[data-live-back]")?.addEventListener("click", (event) => {
    if (!lastId()) return;
    event.preventDefault();
    card(lastId());
  });
})();
