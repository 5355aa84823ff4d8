/* On a phone the panel that was open the last time would cover the whole editor: it opens only when asked for. */
(() => {
  "use strict";
  if (!window.matchMedia("(max-width: 50rem)").matches) return;
  try {
    localStorage.removeItem("wagtail:side-panel-open");
  } catch {
    /* nothing is remembered then */
  }
})();
