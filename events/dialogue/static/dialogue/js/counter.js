/* How many characters are left in a text with a limit, as people see them; read out when few are left. */
ready(() => {
  for (const field of document.querySelectorAll("textarea[data-limit]")) {
    const segmenter = window.Intl && Intl.Segmenter && new Intl.Segmenter();
    const seen = (text) => (segmenter ? [...segmenter.segment(text)].length : [...text.normalize()].length);
    const note = document.createElement("p");
    note.className = "field__hint";
    const show = () => {
      const left = field.dataset.limit - seen(field.value.trim());
      note.textContent = `${field.dataset.left} ${left}`;
      note.classList.toggle("field__error", left < 0);
      if (left < 50) note.setAttribute("role", "status");
      else note.removeAttribute("role");
    };
    field.after(note);
    field.addEventListener("input", show);
    show();
  }
});
