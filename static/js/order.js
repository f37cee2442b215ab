// Dragging steps into place, on top of the places that are chosen by hand. Whatever is dropped becomes a place, and is saved as one.

function places(list) {
  [...list.children].forEach((row, index) => {
    const select = row.querySelector("select");
    if (select.value !== "") select.value = String([...list.children].slice(0, index + 1).filter((r) => r.querySelector("select").value !== "").length);
  });
}

function draggable(list) {
  let held = null;
  for (const row of list.children) {
    row.draggable = true;
    row.addEventListener("dragstart", () => (held = row));
    row.addEventListener("dragend", () => (held = null));
    row.addEventListener("dragover", (event) => {
      if (!held || held === row) return;
      event.preventDefault();
      const below = event.clientY > row.getBoundingClientRect().top + row.offsetHeight / 2;
      row[below ? "after" : "before"](held);
    });
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      places(list);
      list.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

const known = new WeakSet();
function start() {
  for (const list of document.querySelectorAll("[data-order]")) {
    if (!known.has(list)) {
      known.add(list);
      draggable(list);
    }
  }
}
start();
document.addEventListener("htmx:after:settle", start);
