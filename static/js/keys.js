// A quiz without the mouse: 1-9 choose, Enter checks, N next, P previous, F flags, ? lists the keys.
// What a key presses is named in the page by data-key; off with <html data-keys="off">; never in a text field, never with Ctrl, Alt or Meta.

const TYPED = 'textarea, select, [contenteditable], input:not([type="radio"], [type="checkbox"], [type="submit"], [type="button"])';
const NAMED = { n: "next", p: "previous", f: "flag" };

// The question that has the focus, or else the only one on the page.
function question(target) {
  const own = target.closest("[data-question]");
  if (own) return own;
  const all = document.querySelectorAll("[data-question]");
  return all.length === 1 ? all[0] : null;
}

function choose(place, number) {
  const input = place?.querySelectorAll(".choice input")[number - 1];
  if (!input || input.disabled) return false;
  input.focus();
  input.click();
  return true;
}

function press(place, name) {
  const control = place?.querySelector(`[data-key="${name}"]`) ?? document.querySelector(`[data-key="${name}"]`);
  if (!control || control.getAttribute("aria-disabled") === "true") return false;
  control.click();
  return true;
}

function list() {
  const dialog = document.getElementById("keys");
  if (!dialog) return false;
  dialog.showModal();
  return true;
}

function act(event) {
  const { key, target } = event;
  if (key === "?") return list();
  if (event.shiftKey) return false;
  if (/^[1-9]$/.test(key)) return choose(question(target), Number(key));
  if (key === "Enter") return !target.closest("a, button, summary") && press(question(target), "check");
  const name = NAMED[key.toLowerCase()];
  return name ? press(question(target), name) : false;
}

document.addEventListener("keydown", (event) => {
  if (document.documentElement.dataset.keys === "off") return;
  if (event.defaultPrevented || event.repeat || event.isComposing) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (!(event.target instanceof Element) || event.target.closest(TYPED)) return;
  if (document.querySelector("dialog[open]")) return;
  if (act(event)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-list]")) list();
});
document.querySelectorAll("[data-keys-list]").forEach((button) => (button.hidden = false));
