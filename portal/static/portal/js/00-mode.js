/* Colour mode: auto, light or dark, remembered in this browser only. Runs before the first paint. */
const KEY = "mode";
const root = document.documentElement;
const remembered = () => { try { return localStorage.getItem(KEY) || "auto"; } catch { return "auto"; } };
const apply = (mode) => { if (mode === "auto") delete root.dataset.mode; else root.dataset.mode = mode; };
root.dataset.js = "";
apply(remembered());
document.addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll('.mode input')) {
    input.checked = input.value === remembered();
    input.addEventListener("change", () => {
      apply(input.value);
      try { localStorage.setItem(KEY, input.value); } catch { /* private windows may refuse: the choice holds for this page */ }
    });
  }
});
