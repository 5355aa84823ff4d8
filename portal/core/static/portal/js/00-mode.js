/* Colour mode: auto, light or dark, remembered in this browser only. Whoever chose one has this script in the cache,
   so it runs before the first paint without holding up anybody's first visit. */
const KEY = "mode";
const root = document.documentElement;
const remembered = () => {
  try {
    return localStorage.getItem(KEY) || "auto";
  } catch {
    return "auto";
  }
};
const apply = (mode) => {
  if (mode === "auto") delete root.dataset.mode;
  else root.dataset.mode = mode;
};
apply(remembered());
ready(() => {
  for (const input of document.querySelectorAll(".mode input")) {
    input.checked = input.value === remembered();
    input.addEventListener("change", () => {
      apply(input.value);
      try {
        localStorage.setItem(KEY, input.value);
      } catch {
        /* private windows may refuse: the choice holds for this page */
      }
    });
  }
});
