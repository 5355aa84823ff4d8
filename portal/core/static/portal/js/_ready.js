// Shared by the parts below. The script is deferred, so the page is there; each part begins in a task of its own, so
// that none of them holds up a reader who scrolls or types.
const ready = (run) => setTimeout(run);
