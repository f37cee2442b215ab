// The editor of a bank. The page works without it; this draws the line numbers, leads to lines, keeps what is not saved, and
// asks for a look at the question at the cursor.

const form = document.getElementById("writing");
const draft = document.getElementById("draft");
const save = document.getElementById("save");
const at = document.getElementById("at");
const kept = document.getElementById("kept");
const gutter = form.querySelector(".gutter");
const version = form.elements.version;
const { key } = kept.dataset;
const clean = draft.hasAttribute("data-unsaved") ? null : draft.value; // the saved draft, where the page shows that

// Lines

function lineAt(place) {
  let line = 1;
  for (let i = draft.value.indexOf("\n"); i >= 0 && i < place; i = draft.value.indexOf("\n", i + 1)) line += 1;
  return line;
}

function startOf(line) {
  let place = 0;
  for (let n = 1; n < line; n += 1) {
    const end = draft.value.indexOf("\n", place);
    if (end < 0) break;
    place = end + 1;
  }
  return place;
}

const lineHeight = () => parseFloat(getComputedStyle(draft).lineHeight);

function goTo(line) {
  const start = startOf(line);
  const end = draft.value.indexOf("\n", start);
  draft.focus();
  draft.setSelectionRange(start, end < 0 ? draft.value.length : end);
  draft.scrollTop = (line - 1) * lineHeight() - draft.clientHeight / 3;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  goTo(Number(link.dataset.line));
});

// The gutter: only the lines in view are drawn, so that a long bank costs no more than a short one.

let count = 0;

function counted() {
  count = lineAt(draft.value.length);
  gutter.style.width = `${String(count).length + 3}ch`;
}

function signs() {
  const found = new Map();
  for (const link of document.querySelectorAll("#seen [data-sign]")) {
    const line = Number(link.dataset.line);
    if (found.get(line) !== "×") found.set(line, link.dataset.sign);
  }
  return found;
}

function draw() {
  const high = lineHeight();
  const first = Math.floor(draft.scrollTop / high);
  const last = Math.min(count, first + Math.ceil(draft.clientHeight / high) + 1);
  const marked = signs();
  const rows = document.createElement("div");
  for (let line = first + 1; line <= last; line += 1) {
    const row = document.createElement("b");
    const sign = marked.get(line);
    row.className = sign ? (sign === "×" ? "bad" : "mild") : "plain";
    row.textContent = sign ? `${sign} ${line}` : String(line);
    rows.append(row);
  }
  rows.style.transform = `translateY(${first * high - draft.scrollTop}px)`;
  gutter.replaceChildren(rows);
}

draft.addEventListener("scroll", draw, { passive: true });
new ResizeObserver(draw).observe(draft);

// What is not saved is kept in this browser, and offered again.

let waiting = 0;

function read() {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep() {
  clearTimeout(waiting);
  waiting = 0;
  try {
    if (draft.value === clean) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ text: draft.value, version: version.value, at: Date.now() }));
  } catch {
    // The text is larger than what this browser keeps: saving is then the way.
  }
}

function offer() {
  const found = read();
  if (!found || found.text === draft.value) {
    if (clean !== null) localStorage.removeItem(key);
    return;
  }
  const older = found.version !== kept.dataset.version;
  kept.querySelector("[data-kept-same]").hidden = older;
  kept.querySelector("[data-kept-older]").hidden = !older;
  kept.querySelector("[data-kept-at]").textContent = new Date(found.at).toLocaleString(document.documentElement.lang);
  kept.hidden = false;
  kept.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-kept]")?.dataset.kept;
    if (!choice) return;
    kept.hidden = true;
    if (choice === "back") {
      draft.value = found.text;
      version.value = found.version;
      changed();
    } else localStorage.removeItem(key);
    draft.focus();
  });
}

function changed() {
  counted();
  draw();
  check();
}

draft.addEventListener("input", () => {
  document.getElementById("stored").textContent = "";
  kept.hidden = true;
  counted();
  draw();
  waiting ||= setTimeout(keep, 300);
});
addEventListener("pagehide", () => waiting && keep());

// Looking: at each pause (htmx does that), when the cursor comes to another question, and as long as questions are unread.

const check = () => form.dispatchEvent(new Event("check"));

function question(line) {
  const above = draft.value.lastIndexOf("\n## ", startOf(line + 1) - 1);
  return above < 0 ? 0 : above;
}

let looked = -1;
let moving = 0;
document.addEventListener("selectionchange", () => {
  if (document.activeElement !== draft) return;
  clearTimeout(moving);
  moving = setTimeout(() => {
    const line = lineAt(draft.selectionStart);
    at.value = line;
    const now = question(line);
    if (looked >= 0 && now !== looked) check();
    looked = now;
  }, 250);
});

form.addEventListener("submit", (event) => {
  if (event.submitter === save) {
    sessionStorage.setItem("place", JSON.stringify({ key, start: draft.selectionStart, top: draft.scrollTop, page: scrollY }));
    if (draft.value !== clean) keep();
    return;
  }
  event.preventDefault();
  check();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  form.requestSubmit(save);
});

let counts = document.getElementById("seen").dataset.count;
document.addEventListener("htmx:after:swap", () => {
  const seen = document.getElementById("seen");
  if (seen.dataset.count !== counts) document.getElementById("live").textContent = document.querySelector("#states p").textContent;
  counts = seen.dataset.count;
  save.classList.toggle("primary", seen.dataset.filled === "save");
  draw();
  if (Number(seen.dataset.left)) setTimeout(check, 100);
});

// After saving the cursor stands where it stood.

function place() {
  const found = JSON.parse(sessionStorage.getItem("place") ?? "null");
  sessionStorage.removeItem("place");
  if (found?.key !== key) return;
  draft.focus({ preventScroll: true });
  draft.setSelectionRange(found.start, found.start);
  draft.scrollTop = found.top;
  scrollTo(0, found.page);
}

document.querySelector("[data-checked]").hidden = false;
const wanted = Number(new URLSearchParams(location.search).get("line"));
counted();
place();
if (wanted) goTo(wanted);
draw();
offer();
if (clean === null) keep();
if (Number(document.getElementById("seen").dataset.left)) {
  if (form.hasAttribute("data-htmx-powered")) check();
  else form.addEventListener("htmx:after:init", check, { once: true }); // htmx does not listen before
}
