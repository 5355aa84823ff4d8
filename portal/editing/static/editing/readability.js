/* Readability of the preview on the scale of its language; the same measure as portal/editing/quality/readability.py. */
(() => {
  "use strict";
  const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

  function lix(text) {
    const words = text.match(WORD) || [];
    if (words.length < 10) return null;
    const sentences = text.split(/(?<=[.!?:])\s+|\n+/).filter((part) => part.match(WORD)).length;
    const long = words.filter((word) => [...word].length > 6).length;
    return words.length / sentences + (100 * long) / words.length;
  }

  function readingText(body) {
    const parts = body.querySelectorAll("main .lead, main .prose p, main .prose li, main .prose blockquote");
    return [...parts].map((part) => part.textContent.trim()).join("\n");
  }

  function show() {
    const place = document.querySelector("[data-portal-readability]");
    const data = document.getElementById("portal-readability");
    const page = document.getElementById("w-preview-iframe")?.contentDocument;
    if (!place || !data || !page) return;
    const { scales, labels } = JSON.parse(data.textContent);
    const scale = scales[page.querySelector("main .lead")?.lang || page.documentElement.lang];
    const value = lix(readingText(page.body));
    if (!scale || value === null) {
      place.textContent = "-";
      return;
    }
    const label = value <= scale[0] ? labels.good : value <= scale[1] ? labels.fair : labels.complex;
    place.textContent = `${label} (${Math.round(value)})`;
  }

  document.addEventListener("w-preview:content", show);
  window.portalLix = lix;
})();
