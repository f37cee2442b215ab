// The drawing of a design as a canvas: parts are dragged onto it and about on it, a link is pulled from a part's dot to another
// part, what is selected goes with Delete, Ctrl+Z undoes. All of it posts the forms that stand below; where a part stands is kept nowhere but here.

const SVG = "http://www.w3.org/2000/svg";
const STEP = 20; // parts snap to this grid
const SLACK = 4; // pixels a hand may shake in a click
const WIDE = 112;
const TALL = 60;

const moved = new Map(); // where parts were dragged to, for as long as the page is open
let selected = null; // a part's id, or "start>end"
let dropped = null; // where a new part is to stand, and which parts there were, until the server has placed it

const editor = () => document.getElementById("design");
const canvases = () => [...(editor()?.querySelectorAll("svg[data-canvas]") ?? [])];
const visible = () => canvases().find((svg) => svg.getBoundingClientRect().width > 0);

function say(text) {
  const live = document.getElementById("live");
  if (live && text) live.textContent = text;
}

function made(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

// The wide drawing and the narrow one each have places of their own.
function key(part) {
  return `${part.ownerSVGElement.classList.contains("wide") ? "wide" : "narrow"} ${part.dataset.part}`;
}

// Where a part stands now.
function place(part) {
  return moved.get(key(part)) ?? { x: Number(part.dataset.x), y: Number(part.dataset.y) };
}

function put(part) {
  const { x, y } = place(part);
  part.setAttribute("transform", `translate(${x - part.dataset.x} ${y - part.dataset.y})`);
}

function partOf(svg, id) {
  return svg.querySelector(`[data-part="${CSS.escape(id)}"]`);
}

// Where the line between the middles of two parts leaves the first.
function border(from, to) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const share = Math.min(WIDE / 2 / Math.abs(dx || 1e-9), TALL / 2 / Math.abs(dy || 1e-9));
  return { x: from.x + WIDE / 2 + dx * share, y: from.y + TALL / 2 + dy * share };
}

function head(tip, from) {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  const side = (turn) => `${tip.x - 10 * Math.cos(angle + turn)} ${tip.y - 10 * Math.sin(angle + turn)}`;
  return `M${tip.x} ${tip.y}L${side(0.45)}L${side(-0.45)}z`;
}

// A line whose part was moved goes straight; the others stay as they were drawn.
function route(svg, arrow) {
  const links = arrow.dataset.links.split(" ").map((link) => link.split(">"));
  const [one, other] = links[0].map((id) => partOf(svg, id));
  if (!one || !other || (!moved.has(key(one)) && !moved.has(key(other)))) return;
  const [from, to] = [place(one), place(other)];
  const [start, end] = [border(from, to), border(to, from)];
  arrow.querySelectorAll("polyline").forEach((line) => line.setAttribute("points", `${start.x},${start.y} ${end.x},${end.y}`));
  const heads = arrow.querySelectorAll("path");
  heads[0].setAttribute("d", head(end, start));
  heads[1]?.setAttribute("d", head(start, end));
}

function draw(svg) {
  svg.querySelectorAll("[data-part]").forEach(put);
  svg.querySelectorAll(".arrow").forEach((arrow) => route(svg, arrow));
}

function mark() {
  const known = (id) => canvases().some((svg) => partOf(svg, id) || svg.querySelector(`[data-links~="${CSS.escape(id)}"]`));
  if (selected && !known(selected)) selected = null;
  for (const svg of canvases()) {
    svg.querySelectorAll("[data-part]").forEach((part) => part.classList.toggle("selected", part.dataset.part === selected));
    svg.querySelectorAll(".arrow").forEach((arrow) => arrow.classList.toggle("selected", arrow.dataset.links.split(" ").includes(selected)));
  }
  const button = editor()?.querySelector("[data-remove]");
  if (button) button.hidden = !selected;
  const tidy = editor()?.querySelector("[data-tidy]");
  if (tidy) tidy.hidden = moved.size === 0;
}

function select(id) {
  selected = id;
  mark();
  visible()?.focus({ preventScroll: true });
  if (id) say(editor().querySelector("[data-hint]").dataset.selected);
}

// Send a form as its button would; the answer leaves the eye where it is.
function send(button) {
  const form = button?.form;
  if (!form || button.getAttribute("aria-disabled") === "true") return;
  const focus = Object.assign(document.createElement("input"), { type: "hidden", name: "focus", value: "canvas" });
  form.append(focus);
  form.requestSubmit(button);
  focus.remove();
}

function link(start, end) {
  const form = document.getElementById("join");
  if (!form) return;
  form.elements.one.value = start;
  form.elements.other.value = end;
  send(form.querySelector('[value="join"]'));
}

function remove() {
  if (!selected) return;
  const [start, end] = selected.split(">");
  const form = document.getElementById(`part-${start}`)?.closest("form");
  send(form?.querySelector(`button[value="${CSS.escape(end ? `part.${end}` : "drop")}"]`));
}

function turn(way) {
  send(editor()?.querySelector(`button[name="act"][value="${way}"]`));
}

function point(svg, event) {
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
}

function aimed(svg, at) {
  return [...svg.querySelectorAll("[data-part]")].find((part) => {
    const { x, y } = place(part);
    return at.x >= x && at.x <= x + WIDE && at.y >= y && at.y <= y + TALL;
  });
}

// Follow the pointer until it is let go.
function follow(target, event, move, done) {
  target.setPointerCapture(event.pointerId);
  const end = (last) => {
    target.removeEventListener("pointermove", move);
    target.removeEventListener("pointerup", end);
    target.removeEventListener("pointercancel", end);
    done(last);
  };
  target.addEventListener("pointermove", move);
  target.addEventListener("pointerup", end);
  target.addEventListener("pointercancel", end);
}

// The place on the grid next to that, within the drawing.
function snapped(svg, x, y) {
  const { width, height } = svg.viewBox.baseVal;
  const bounded = (value, most) => Math.max(1, Math.min(most, Math.round((value - 1) / STEP) * STEP + 1));
  return { x: bounded(x, width - WIDE), y: bounded(y, height - TALL) };
}

function drag(svg, part, event) {
  const from = point(svg, event);
  const origin = place(part);
  let far = false;
  const move = (now) => {
    const to = point(svg, now);
    far ||= Math.hypot(to.x - from.x, to.y - from.y) > SLACK;
    if (!far) return;
    moved.set(key(part), snapped(svg, origin.x + to.x - from.x, origin.y + to.y - from.y));
    draw(svg);
  };
  follow(part, event, move, () => {
    if (!far) return select(part.dataset.part);
    mark();
    say(editor().querySelector("[data-hint]").dataset.moved);
  });
}

function pull(svg, part, event) {
  const { x, y } = place(part);
  const thread = made("line", { class: "thread", x1: x + WIDE, y1: y + TALL / 2, x2: x + WIDE, y2: y + TALL / 2 }, svg);
  const aim = (goal) => svg.querySelectorAll("[data-part]").forEach((one) => one.classList.toggle("aimed", one === goal && one !== part));
  const move = (now) => {
    const to = point(svg, now);
    thread.setAttribute("x2", to.x);
    thread.setAttribute("y2", to.y);
    aim(aimed(svg, to));
  };
  follow(event.target, event, move, (last) => {
    const goal = last.type === "pointerup" ? aimed(svg, point(svg, last)) : null;
    thread.remove();
    aim(null);
    if (goal && goal !== part) link(part.dataset.part, goal.dataset.part);
  });
}

function enliven(svg) {
  if (svg.hasAttribute("data-live")) return;
  svg.setAttribute("data-live", "");
  for (const arrow of svg.querySelectorAll(".arrow")) {
    const line = arrow.querySelector("polyline");
    made("polyline", { class: "hit", points: line.getAttribute("points") }, arrow);
    arrow.dataset.points = line.getAttribute("points");
    arrow.dataset.heads = [...arrow.querySelectorAll("path")].map((path) => path.getAttribute("d")).join("|");
    arrow.addEventListener("click", () => select(arrow.dataset.links.split(" ")[0]));
  }
  for (const part of svg.querySelectorAll("[data-part]")) {
    const at = { cx: Number(part.dataset.x) + WIDE, cy: Number(part.dataset.y) + TALL / 2 };
    const handle = made("circle", { class: "pull", r: 13, ...at }, part);
    made("circle", { class: "dot", r: 4.5, "pointer-events": "none", ...at }, part);
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (event.button === 0) pull(svg, part, event);
    });
    part.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      if (event.button === 0) drag(svg, part, event);
    });
  }
  draw(svg);
}

// Onto what parts are dragged: the drawing, or its empty place.
const ground = () => visible() ?? editor()?.querySelector("[data-ground]");

function within(element, { clientX, clientY }) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}

function add(kind, at) {
  const form = document.getElementById("place");
  const svg = visible();
  dropped = at && svg ? { at: point(svg, at), known: [...svg.querySelectorAll("[data-part]")].map((part) => part.dataset.part) } : null;
  form.elements.one.value = kind;
  send(form.querySelector('[value="place"]'));
}

// A part on its way from the palette; one that is only pressed is placed where the server draws it.
function carry(item, kind, event) {
  const goal = ground();
  const ghost = Object.assign(document.createElement("div"), { className: "ghost", textContent: item.textContent });
  const far = (now) => Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) > SLACK;
  const move = (now) => {
    if (!ghost.isConnected && far(now)) document.body.append(ghost);
    ghost.style.transform = `translate(${now.clientX}px, ${now.clientY}px) translate(-50%, -50%)`;
    goal.classList.toggle("under", within(goal, now));
  };
  follow(item, event, move, (last) => {
    const carried = ghost.isConnected;
    ghost.remove();
    goal.classList.remove("under");
    if (last.type === "pointerup" && (!carried || within(goal, last))) add(kind, carried ? last : null);
  });
}

function offer() {
  const tray = editor()?.querySelector("[data-tray]");
  if (!tray || !ground()?.getBoundingClientRect().width || !tray.hidden) return;
  tray.hidden = false;
  const list = tray.appendChild(document.createElement("ul"));
  for (const { value, label } of document.getElementById("kind").options) {
    if (!value) continue;
    const item = Object.assign(document.createElement("li"), { textContent: label });
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      if (event.button === 0) carry(item, value, event);
    });
    list.append(item);
  }
}

// The part that was dropped stands where it was let go, if there is room.
function land() {
  const svg = visible();
  const part = dropped && svg && [...svg.querySelectorAll("[data-part]")].find((one) => !dropped.known.includes(one.dataset.part));
  if (part) {
    const spot = snapped(svg, dropped.at.x - WIDE / 2, dropped.at.y - TALL / 2);
    const free = [...svg.querySelectorAll("[data-part]")].every((one) => {
      const { x, y } = place(one);
      return one === part || Math.abs(x - spot.x) > WIDE || Math.abs(y - spot.y) > TALL;
    });
    if (free) moved.set(key(part), spot);
  }
  dropped = null;
}

function begin() {
  const empty = editor()?.querySelector("[data-ground]");
  if (empty) empty.hidden = false;
  land();
  canvases().forEach(enliven);
  offer();
  const hint = editor()?.querySelector("[data-hint]");
  if (hint) hint.hidden = !visible();
  mark();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-remove]")) remove();
  if (event.target.closest("[data-tidy]")) tidy();
});

// Everything as the server drew it.
function tidy() {
  moved.clear();
  for (const svg of canvases()) {
    svg.querySelectorAll("[data-part]").forEach(put);
    for (const arrow of svg.querySelectorAll(".arrow")) {
      arrow.querySelectorAll("polyline").forEach((line) => line.setAttribute("points", arrow.dataset.points));
      arrow.querySelectorAll("path").forEach((path, n) => path.setAttribute("d", arrow.dataset.heads.split("|")[n]));
    }
  }
  mark();
  say(editor().querySelector("[data-hint]").dataset.tidied);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || !visible() || !(event.target instanceof Element)) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const pressed = event.key.toLowerCase();
  if ((pressed === "delete" || pressed === "backspace") && selected) remove();
  else if (pressed === "escape" && selected) select(null);
  else if ((event.ctrlKey || event.metaKey) && pressed === "z") turn(event.shiftKey ? "redo" : "undo");
  else if (event.ctrlKey && pressed === "y") turn("redo");
  else return;
  event.preventDefault();
});

document.addEventListener("htmx:after:settle", begin);
begin();
