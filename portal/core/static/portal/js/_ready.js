// Shared by the parts below: run something when the page is there. The script is loaded without holding up the page.
const ready = (run) => (document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", run) : run());
