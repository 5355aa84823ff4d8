/* What is typed in a form of the admin stays in the browser's storage of the account until the server has it.

   On the form (method post):
     data-draft="7:desk:12"   key: number of the account, kind of form, number of what is edited (portal/editing/pages/drafts.py)
     data-draft-dirty         the server shows again what it did not save: leaving asks, and all of it is kept
   On a field:
     data-draft-with="name"   hidden field that belongs to it (what the field showed): kept and brought back together
     data-draft-ignore        is not kept (as are passwords, files, buttons and the token against forgery)
   The server answers what it saved with ``drafts.mark_saved(response, key)``: the next page of the admin forgets it.
   Fields that were kept and are gone from the form are shown, to be copied. Widgets that show a value in their own way
   listen to ``draft:restored`` on the form, or to ``input`` and ``change`` on the field.
   Every other form of the admin is kept from being lost: it is sent only while the session lives, else it stays open
   with a sentence that says why (Guard).
   Words and addresses: #portal-drafts, from portal/editing/wagtail_hooks.py. Without script the form is an ordinary one. */

const PREFIX = "portal-draft:";
const SAVED = "portal-draft-saved";
const PAUSE = 1500; // ms without a key before the text is kept
const LONGEST = 5000; // ms of typing without a pause
const ASK_AGAIN = 60000; // ms between two questions whether the session lives
const PATIENCE = 15000; // ms for the server's answer

const settings = JSON.parse(document.getElementById("portal-drafts")?.textContent || "null");
const words = settings?.words || {};
const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en", { hour: "2-digit", minute: "2-digit" });

const say = (text, values = {}) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name] ?? "");
const write = (key, draft) => localStorage.setItem(PREFIX + key, JSON.stringify(draft));
const forget = (key) => localStorage.removeItem(PREFIX + key);

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + key));
    return draft && typeof draft.fields === "object" ? draft : null;
  } catch {
    return null;
  }
}

function keys() {
  return Object.keys(localStorage)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
}

function forgetOld() {
  for (const key of keys()) if (!(read(key)?.at > Date.now() - settings.seconds * 1000)) forget(key);
}

/* Marks of the door (events/desk/door.js) too: nobody need open the list of that event again. */
function forgetOldMarks() {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith("portal-door:")) continue;
    let marks = [];
    try {
      marks = Object.entries(JSON.parse(localStorage.getItem(name)));
    } catch {
      // not ours
    }
    const left = marks.filter(([, mark]) => mark?.at > Date.now() - settings.door_seconds * 1000);
    if (!left.length) localStorage.removeItem(name);
    else if (left.length < marks.length) localStorage.setItem(name, JSON.stringify(Object.fromEntries(left)));
  }
}

/* The server says what it saved in a cookie that the page after it reads and deletes. */
function forgetSaved() {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${SAVED}=`));
  if (!found) return;
  const key = found.slice(SAVED.length + 1);
  const left = Object.entries(read(key)?.fields || {}).filter(([_name, kept]) => kept.left);
  if (left.length) write(key, { at: Date.now(), fields: Object.fromEntries(left) });
  else forget(key);
  document.cookie = `${SAVED}=; path=/admin/; max-age=0; samesite=lax`;
}

function keptFields(form) {
  return [...form.querySelectorAll("input, select, textarea")].filter(
    (field) =>
      field.name &&
      !field.disabled &&
      field.name !== "csrfmiddlewaretoken" &&
      !["file", "password", "hidden", "submit", "button", "image", "reset", "fieldset", "output"].includes(
        field.type
      ) &&
      !("draftIgnore" in field.dataset)
  );
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";

function isChanged(field) {
  if (isTick(field)) return field.checked !== field.defaultChecked;
  if (field.options)
    return (
      [...field.options].some((option) => option.selected !== option.defaultSelected) &&
      !(field.type === "select-one" && field.selectedIndex === 0 && ![...field.options].some((o) => o.defaultSelected))
    );
  return field.value !== field.defaultValue;
}

function valueOf(field) {
  if (isTick(field)) return field.checked;
  return field.options
    ? [...field.options].filter((option) => option.selected).map((option) => option.value)
    : field.value;
}

function fill(field, value) {
  if (isTick(field)) field.checked = value === true;
  else if (field.options) for (const option of field.options) option.selected = [].concat(value).includes(option.value);
  else field.value = value;
  const closed = field.closest("details"); // nobody sends what they do not see
  if (closed) closed.open = true;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}

const nameOf = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);

/* Sends a form only when it will arrive: the server answers, the session lives, and it is still the same person's. */
class Guard {
  constructor(form) {
    this.form = form;
    this.account = document.querySelector("meta[name=portal-account]")?.content;
    this.sending = this.mayGo = false;
    this.asked = 0;
    this.makeBar();
    window.addEventListener("online", () => {
      if (this.said) this.ask();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.said) this.ask();
    });
  }

  makeBar() {
    this.bar = Object.assign(document.createElement("div"), { className: "portal-draft" });
    this.trouble = Object.assign(document.createElement("div"), { className: "portal-draft__trouble" });
    this.trouble.setAttribute("role", "alert");
    this.bar.append(this.trouble);
    this.form.append(this.bar);
  }

  /* Nothing to do before sending; a draft keeps what is typed. */
  prepare() {}

  async ask(pause = 0) {
    if (Date.now() - this.asked < pause) return true;
    this.asked = Date.now();
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    let trouble = "";
    try {
      const answer = await fetch(settings.session, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
        cache: "no-store",
        redirect: "manual",
        signal: stop.signal
      });
      if (answer.ok) {
        const { account, token } = await answer.json();
        if (this.account && String(account) !== this.account) trouble = words.other;
        else for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
      } else trouble = answer.status >= 429 ? words.error : words.ended;
    } catch {
      trouble = words.away;
    }
    clearTimeout(timer);
    this.complain(trouble);
    return !trouble;
  }

  complain(trouble) {
    clearTimeout(this.again);
    if (trouble === words.away || trouble === words.error) this.again = setTimeout(() => this.ask(), PATIENCE);
    if (this.said === trouble) return;
    this.said = trouble;
    this.trouble.replaceChildren();
    if (!trouble) return;
    this.trouble.append(Object.assign(document.createElement("p"), { textContent: trouble }));
    if (trouble === words.ended || trouble === words.other) {
      const link = Object.assign(document.createElement("a"), {
        href: settings.login,
        target: "_blank",
        textContent: words.login
      });
      this.trouble.append(link);
    }
  }

  async submit(event) {
    if (this.mayGo || event.defaultPrevented) {
      this.sending = this.mayGo && !event.defaultPrevented;
      return;
    }
    event.preventDefault();
    if (this.asking) return;
    this.asking = true;
    this.prepare();
    this.said = undefined; // an error that stays is said again
    const well = await this.ask();
    this.asking = false;
    const button = event.submitter;
    if (!well) {
      for (const other of this.form.querySelectorAll("button[disabled]")) {
        other.disabled = false;
        if (other.dataset.wProgressLoadingValue) other.dataset.wProgressLoadingValue = "false";
      }
      this.trouble.scrollIntoView({ block: "nearest" });
      return;
    }
    this.mayGo = true;
    // A button that shows its progress is disabled by now, and would not be sent with the form.
    const busy = button?.disabled;
    if (busy) button.disabled = false;
    this.form.requestSubmit(button);
    if (busy)
      setTimeout(() => {
        button.disabled = true;
      });
    this.mayGo = this.sending; // the browser's own checks may have held it back
  }
}

class Draft extends Guard {
  constructor(form) {
    super(form);
    this.key = form.dataset.draft;
    this.account = this.key.split(":")[0];
    this.left = []; // texts whose field is gone
    this.restore();
    if (this.isDirty() || this.left.length) {
      this.since = Date.now();
      this.keep();
    }
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.sending && this.isDirty()) event.preventDefault();
    });
    window.addEventListener("pagehide", () => this.keep());
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.sending = this.mayGo = false;
    });
    window.addEventListener("online", () => this.ask());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.keep();
      else if (this.isDirty()) this.ask();
    });
  }

  makeBar() {
    super.makeBar();
    this.status = document.createElement("p");
    this.status.setAttribute("role", "status");
    this.bar.append(this.status);
  }

  prepare() {
    this.since ??= Date.now();
    this.keep();
  }

  isDirty() {
    return "draftDirty" in this.form.dataset || keptFields(this.form).some(isChanged);
  }

  soon() {
    if (this.since === undefined) this.form.dispatchEvent(new Event("draft:typed", { bubbles: true }));
    this.since ??= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        this.keep();
        this.ask(ASK_AGAIN);
      },
      Math.max(0, Math.min(PAUSE, this.since + LONGEST - Date.now()))
    );
  }

  keep() {
    clearTimeout(this.timer);
    if (this.since === undefined) return; // nothing typed since the last time
    this.since = undefined;
    const all = "draftDirty" in this.form.dataset;
    const fields = Object.fromEntries(this.left.map((text) => [text.name, text]));
    for (const field of keptFields(this.form)) {
      if (!all && !isChanged(field)) continue;
      const base = field.dataset.draftWith && this.form.elements[field.dataset.draftWith];
      fields[nameOf(field)] = {
        value: valueOf(field),
        label: field.labels?.[0]?.textContent.trim() || "",
        base: base?.value
      };
    }
    try {
      if (!Object.keys(fields).length) {
        forget(this.key);
        this.status.textContent = "";
        return;
      }
      write(this.key, { at: Date.now(), fields });
      this.tell(say(words.kept, { time: clock.format(new Date()) }));
    } catch {
      this.tell(words.full);
    }
  }

  tell(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  restore() {
    const draft = read(this.key);
    if (!draft) return;
    const fields = new Map(keptFields(this.form).map((field) => [nameOf(field), field]));
    let restored = 0;
    for (const [name, kept] of Object.entries(draft.fields)) {
      const field = fields.get(name);
      if (!field) {
        if (typeof kept.value === "string" && kept.value.trim()) this.left.push({ ...kept, name, left: true });
        continue;
      }
      if (JSON.stringify(valueOf(field)) === JSON.stringify(kept.value)) continue;
      fill(field, kept.value);
      const base = field.dataset.draftWith && this.form.elements[field.dataset.draftWith];
      if (base && kept.base !== undefined) base.value = kept.base;
      restored += 1;
    }
    if (!restored && !this.left.length) {
      forget(this.key);
      return;
    }
    this.showRestored(draft.at, restored);
    this.form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  }

  showRestored(at, restored) {
    const note = Object.assign(document.createElement("div"), { className: "portal-draft-note" });
    note.setAttribute("role", "status");
    const time = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
      dateStyle: "medium",
      timeStyle: "short"
    });
    const add = (tag, text) => note.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
    if (restored) add("p", say(words.restored, { time: time.format(new Date(at)) }));
    if (this.left.length) add("p", words.left);
    for (const text of this.left) {
      const label = add("label", text.label || text.name);
      label.append(Object.assign(document.createElement("textarea"), { value: text.value, readOnly: true, rows: 3 }));
      label.lastChild.dataset.draftIgnore = "";
    }
    const button = add("button", words.discard);
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.addEventListener("click", () => this.discard());
    this.form.prepend(note);
  }

  discard() {
    clearTimeout(this.timer);
    this.since = undefined;
    this.sending = true;
    this.form.reset();
    forget(this.key);
    location.assign(location.href);
  }
}

/* For forms that come later: the same as for those that stand in the page. */
export const keepDraft = (form) => new Draft(form);

if (settings) {
  forgetSaved();
  forgetOld();
  forgetOldMarks();
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === settings.logout) for (const key of keys()) forget(key);
  });
  for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);
  const guards = new WeakMap();
  const guardOf = (form) => guards.get(form) || guards.set(form, new Guard(form)).get(form);
  const own = (form) =>
    form.getAttribute("method")?.toLowerCase() === "post" &&
    !("draft" in form.dataset) &&
    document.querySelector("meta[name=portal-account]") &&
    ![settings.logout, settings.login].includes(form.getAttribute("action"));
  // In the bubbling phase: what a script of the admin sends itself has been prevented by then.
  document.addEventListener("submit", (event) => {
    if (own(event.target)) guardOf(event.target).submit(event);
  });
  document.addEventListener("w-autosave:error", (event) => {
    const form = event.target.closest("form");
    if (form) guardOf(form).ask();
  });
}
