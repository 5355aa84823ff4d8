/* Live rooms: asks for the shared state, shows what is next, sends reactions in batches. The page works without it. */
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  const show = (thing, shown) => thing && (thing.hidden = !shown);
  const page = find("[data-live]");
  const mirror = find("[data-live-mirror]");
  const status = find("[data-live-status]");
  const offline = find("[data-live-offline]");
  const say = (text) => (status.textContent = text);
  const LONGEST = 60000;
  const SENDING = 2000;
  const SAYING = 15000;

  /* Give or take 30 %: else a whole hall would ask, and try again, at the same time. */
  const after = (pause, go) => setTimeout(go, pause * (0.7 + 0.6 * Math.random()));
  /* At once when the line is back, when somebody looks again, and before the page goes. */
  const atOnce = (go, once) => {
    for (const name of ["online", "visibilitychange", "pagehide"]) addEventListener(name, go, { once });
  };
  /* What has not got through; while there is something, the page says so. */
  const failing = new Set();
  const mark = (what, failed) => {
    failing[failed ? "add" : "delete"](what);
    if (offline?.hidden && failed) say(offline.textContent);
    show(offline, failing.size);
  };

  /* Asking: again after what the state says; not while nobody looks; ever later when it fails. */
  const ask = (url, pause, use) => {
    let timer;
    let wait = pause || 1000;
    let before = "";
    const again = () => {
      clearTimeout(timer);
      timer = after(wait, once);
    };
    const once = async () => {
      clearTimeout(timer);
      if (document.hidden) return;
      try {
        const response = await fetch(url);
        if (!response.ok) throw response.status;
        const body = await response.text();
        const state = JSON.parse(body);
        wait = pause || state.next;
        mark(url);
        await use(state, body !== before);
        before = body;
      } catch {
        wait = Math.min(LONGEST, wait * 2);
        mark(url, true);
      }
      again();
    };
    atOnce(once);
    again();
    return once;
  };

  /* Projector and desk: the same page, read anew when something changed; never what somebody works with. */
  if (mirror) {
    mirror.oninput = (event) => (event.target.closest("[data-part]").dataset.typed = "");
    ask(mirror.dataset.liveMirror, SENDING, async (state, isNew) => {
      if (!isNew) return;
      const response = await fetch("");
      if (!response.ok) throw response.status;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const part of findAll("[data-part]:not([data-typed])")) {
        const other = find(`[data-part="${part.dataset.part}"]`, fresh);
        if (other && !part.contains(document.activeElement)) part.replaceWith(other);
      }
    });
  }
  if (!page) return;

  const me = JSON.parse(page.dataset.live);
  const { words } = me;
  const own = new Set(me.own);
  const values = new Map(Object.entries(me.values));
  const queue = new Map();
  const counts = new Map();
  const texts = new Map();
  const pages = new Set();
  const plural = new Intl.PluralRules(me.language);
  const form = find("[data-live-form]");
  const field = find("[data-live-text]");
  const reactForm = find("[data-live-react] form");
  const wall = find("[data-live-wall]");
  let state = { v: me.version, rows: [], phase: page.dataset.phase, round: me.round };
  let current = reactForm.statement.value;
  let known = page.dataset.phase === "wall" && new Set(findAll("[data-id]").map((one) => one.dataset.id));
  let saidAt = 0;

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
  const open = () => state.rows.filter(([id]) => texts.has(id) && !own.has(id) && !values.has(id));
  const lastId = () => [...values.keys()].filter((id) => texts.has(id)).pop();
  const nextId = () => {
    const seen = state.rows.filter(([id]) => values.has(id));
    const full = seen.length < 10 && seen.filter(([id]) => texts.get(id)?.[3]).length > 2;
    const placed = open().map(([id, weight]) => {
      const [, language, , seed, renderings] = texts.get(id);
      const foreign = language !== me.language && !renderings[me.language];
      return [full && seed, (wait(id) / weight) * (foreign ? 2 : 1), id];
    });
    placed.sort((one, other) => one[0] - other[0] || one[1] - other[1] || (one[2] < other[2] ? -1 : 1));
    return placed[0]?.[2];
  };

  /* While somebody has something to read, new texts wait: else a whole hall would ask for each at the same time. */
  let loadedAt = 0;
  const load = async () => {
    if (Date.now() - loadedAt < 5 * state.next && open().length) return;
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
    const foreign = language !== me.language;
    const rendering = foreign && renderings[me.language];
    const notes = [organiser && words.organiser, own.has(id) && words.mine, foreign && words.languages[language]];
    const caption = find("figcaption", figure);
    caption.textContent = notes.filter(Boolean).join(" · ");
    if (rendering) {
      const below = make("p", rendering[0]);
      below.className = "live-rendering";
      below.dir = "auto";
      below.lang = me.language;
      caption.append(below, words.rendered[rendering[1]]);
    }
    figure.classList.toggle("live-card--mine", own.has(id));
  };
  const press = (root, id) => {
    for (const button of findAll("button[value]", root)) {
      button.setAttribute("aria-pressed", String(values.get(id)) === button.value);
    }
  };

  const countLeft = () => (find("[data-live-left]").textContent = count(words.left, open().length));
  const card = (id) => {
    current = id;
    show(reactForm, id);
    show(find(".live-report"), id);
    show(find("[data-live-none]"), !id);
    countLeft();
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
    const list = findAll("ul", wall).pop();
    const rows = new Map(state.rows.map(([id, ...numbers]) => [id, numbers]));
    const tally = (one) => (find(".live-counts", one).textContent = countsText(rows.get(one.dataset.id)));
    for (const one of findAll("[data-id]", wall)) rows.has(one.dataset.id) ? tally(one) : one.remove();
    const fresh = [...rows.keys()].filter((id) => texts.has(id) && !find(`[data-id="${id}"]`, wall));
    const add = () => {
      const made = fresh.splice(0).map(item);
      list.append(...made);
      made.forEach(tally);
      return made[0];
    };
    if (!find("[data-id]", wall)) add();
    const grouped = +wall.dataset.themes !== state.themes;
    const line = find("[data-live-new]", wall);
    const button = find("button", line);
    show(line, grouped || fresh.length);
    button.textContent = grouped ? words.grouped : count(words.show, fresh.length);
    button.onclick = () => {
      if (grouped) return location.reload();
      const first = add();
      first.tabIndex = -1;
      first.focus();
      show(line, false);
    };
  };

  const apply = () => {
    const asked = me.questions[state.question];
    if (state.phase === "over" || (state.round && !asked)) return location.reload();
    show(find("[data-live-moved]"), false);
    for (const section of findAll("[data-when]", page)) {
      show(section, section.dataset.when.split(" ").includes(state.phase));
    }
    find("[data-live-phase]").textContent = words.phases[state.phase];
    page.dataset.phase = state.phase;
    const heading = find("[data-live-question]");
    if (asked) [heading.textContent, heading.lang] = asked;
    form.round.value = state.round;
    current = null;
  };

  const news = () => {
    const ids = state.rows.map(([id]) => id);
    const fresh = known && ids.filter((id) => !known.has(id) && !own.has(id)).length;
    if (fresh) {
      if (Date.now() - saidAt < SAYING) return;
      say(count(words.news, fresh));
      saidAt = Date.now();
    }
    known = new Set(ids);
  };

  const poll = ask(me.state, 0, async (fresh) => {
    const moved = fresh.v !== state.v;
    const opened = fresh.round && fresh.round !== state.round;
    state = fresh;
    const held = find("[data-live-held]");
    const why = words.held[state.held] || "";
    if (held.textContent !== why) say((held.textContent = why) || words.phases[state.phase]);
    show(held, why);
    if (moved && state.phase !== page.dataset.phase) say(opened ? words.opened : words.phases[state.phase]);
    const differs = state.phase !== page.dataset.phase || +form.round.value !== state.round;
    if (differs && !("earlier" in page.dataset)) {
      /* Who types or goes by the keyboard is asked first; a tap leaves nothing behind that could be lost. */
      if (field.value || find(":focus-visible", page)) return show(find("[data-live-moved]"), true);
      apply();
    }
    if (opened) known = null;
    if (/react|wall|closed/.test(state.phase)) {
      await load();
      news();
    }
    if (/wall|closed/.test(page.dataset.phase)) showWall();
    if (page.dataset.phase !== "react") return;
    if (!texts.has(current) || !state.rows.some(([id]) => id === current)) card(nextId());
    countLeft();
  });
  find("[data-live-moved] button").onclick = () => {
    apply();
    poll();
  };

  /* Sending: the same again until it is answered, ever later; the portal takes it once. */
  const post = async (url, body) => {
    for (let wait = SENDING; ; wait = Math.min(LONGEST, wait * 2)) {
      try {
        const headers = { Accept: "application/json" };
        const response = await fetch(url, { method: "POST", headers, body, keepalive: true });
        if (response.status === 429 || response.status >= 500) throw response.status;
        const answer = await response.json();
        mark(url);
        return answer;
      } catch {
        mark(url, true);
        await new Promise((go) => {
          after(wait, go);
          atOnce(go, true);
        });
      }
    }
  };

  /* Reactions: kept until they are answered, sent together, the more patiently the more the portal has to do. */
  let sending = false;
  const send = async () => {
    if (!queue.size || sending) return;
    sending = true;
    const batch = [...queue].slice(0, 20);
    const { taken = [], refused = [] } = await post(me.react, JSON.stringify(batch));
    for (const [id, value] of batch) if (queue.get(id) === value) queue.delete(id);
    for (const [id, , ...numbers] of taken) if (numbers.length) counts.set(id, numbers);
    for (const [index] of refused) values.delete(batch[index][0]);
    sending = false;
  };
  const again = () => after(state.next || SENDING, () => again(send()));
  again();
  atOnce(send);

  const react = (form, value) => {
    if (state.held) return say(words.held[state.held]);
    const id = form.statement.value;
    values.delete(id);
    queue.set(id, value === "back" ? null : +value);
    if (value !== "back") values.set(id, +value);
    if (form !== reactForm) return press(form, id);
    card(nextId());
    say(find(current ? "[data-live-react] blockquote" : "[data-live-none]").textContent);
  };

  let telling = false;
  const tell = async () => {
    if (telling) return dispatchEvent(new Event("online")); /* pressed once more: try it now */
    telling = true;
    const note = find("[data-live-told]");
    const told = (text, style) => {
      note.className = style;
      say((note.textContent = text));
    };
    told("");
    const typed = field.value;
    const answer = await post("", new URLSearchParams(new FormData(form)));
    telling = false;
    if (answer.error) return told(answer.error, "field__error");
    own.add(answer.id);
    form.form_key.value = answer.form_key;
    if (field.value === typed) {
      field.value = "";
      field.dispatchEvent(new Event("input"));
    }
    const line = make("li", ` ${answer.state}`);
    line.prepend(make("bdi", answer.text));
    find("[data-live-own] ul").prepend(line);
    show(find("[data-live-own]"), true);
    told(answer.late ? words.late : words.said, "notice notice--success");
  };

  page.onsubmit = (event) => {
    const sent = event.target;
    if (sent === form) tell();
    else if (sent.elements.action?.value === "react" && event.submitter) react(sent, event.submitter.value);
    else return;
    event.preventDefault();
  };
  find("[data-live-back]").onclick = (event) => {
    if (!lastId()) return;
    event.preventDefault();
    card(lastId());
  };
})();
