// Dragging, on top of what is chosen by hand: steps to their places, answers to their lines. Whatever is dropped goes into the selects, and is saved by them.

let held = null; // the step or answer under way

function holdable(one) {
  one.draggable = true;
  one.addEventListener("dragstart", (event) => {
    held = one;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  one.addEventListener("dragend", () => (held = null));
}

function given(select) {
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

// Each step that has a place takes the one at which it stands; the moved one gets one.
function number(list, moved) {
  const select = (row) => row.querySelector("select");
  const placed = [...list.children].filter((row) => row === moved || select(row).value !== "");
  placed.forEach((row, index) => {
    select(row).value = String(index + 1);
    row.querySelector("[data-up]").ariaDisabled = index === 0 ? "true" : null;
    row.querySelector("[data-down]").ariaDisabled = index === placed.length - 1 ? "true" : null;
  });
  given(select(moved));
}

function order(list) {
  let before = [];
  [...list.children].forEach(holdable);
  list.addEventListener("dragstart", () => (before = [...list.children]), true);
  list.addEventListener("dragover", (event) => {
    if (held?.parentNode !== list) return;
    event.preventDefault();
    const row = event.target.closest("li");
    if (!row || row === held) return;
    const { top, height } = row.getBoundingClientRect();
    row[event.clientY > top + height / 2 ? "after" : "before"](held);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", (event) => {
    if (event.dataTransfer.dropEffect === "none") list.append(...before); // given up, or let go elsewhere
    else if ([...list.children].some((row, index) => row !== before[index])) number(list, event.target);
  });
}

function match(tray) {
  tray.hidden = false;
  tray.querySelectorAll("[data-answer]").forEach(holdable);
  for (const row of tray.parentNode.querySelectorAll(".match")) {
    row.addEventListener("dragover", (event) => {
      if (!tray.contains(held)) return;
      event.preventDefault();
      row.classList.add("under");
    });
    row.addEventListener("dragleave", () => row.classList.remove("under"));
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      row.classList.remove("under");
      const select = row.querySelector("select");
      select.value = held.dataset.answer;
      given(select);
    });
  }
}

const known = new WeakSet();
function start() {
  for (const [selector, ready] of [["[data-order]", order], ["[data-tray]", match]]) {
    for (const one of document.querySelectorAll(selector)) {
      if (known.has(one)) continue;
      known.add(one);
      ready(one);
    }
  }
}
start();
document.addEventListener("htmx:after:settle", start);
