// On every page: where the reader looks after a swap, where in a lesson she is, and the theme.
//
// htmx 4 sends "htmx:after:settle" to the target of each swap once its new content stands in the page; detail.newContent holds
// the nodes. (htmx 2 called it htmx:afterSettle.) "htmx:after:swap" follows once a response, when all its swaps are done.

function inside(nodes, selector) {
  for (const node of nodes) {
    if (!(node instanceof Element)) continue;
    const found = node.matches(selector) ? node : node.querySelector(selector);
    if (found) return found;
  }
  return null;
}

function focusOn(element) {
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus();
}

function say(text) {
  const live = document.getElementById("live");
  if (!live || !text) return;
  live.textContent = "";
  setTimeout(() => (live.textContent = text), 50); // the same words twice are said twice
}

document.addEventListener("htmx:after:settle", ({ detail }) => {
  const content = detail.newContent ?? [];
  document.getElementById("live")?.classList.replace("failed", "unseen");
  const goal = inside(content, "[data-focus]");
  if (goal) focusOn(goal);
  say((goal?.closest("[data-say]") ?? inside(content, "[data-say]"))?.dataset.say);
});

document.addEventListener("htmx:after:swap", () => {
  if (document.activeElement === document.body || !document.activeElement) {
    document.getElementById("text")?.focus({ preventScroll: true });
  }
});

// "Saved" is said of what stands on the page: it goes when something else is chosen, and comes back from the server.
document.addEventListener("change", ({ target }) => {
  target.closest("[data-question]")?.querySelector("#saved")?.replaceChildren();
});

// A request that fails says so to everybody, and leaves the page as it is.
function failed() {
  const live = document.getElementById("live");
  live?.classList.replace("unseen", "failed");
  say(live?.dataset.failed);
}
document.addEventListener("htmx:error", failed);
document.addEventListener("htmx:response:error", ({ detail }) => detail.ctx.response.status >= 500 && failed());

// The contents in the margin follow the reader: the last heading above the upper third of the window is the present one.
function follow(list) {
  const links = [...list.querySelectorAll('a[href^="#"]')];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const mark = () => {
    let present = 0;
    headings.forEach((heading, i) => {
      if (heading && heading.getBoundingClientRect().top < innerHeight / 3) present = i;
    });
    if (innerHeight + scrollY >= document.documentElement.scrollHeight - 2) present = links.length - 1;
    links.forEach((link, i) => (i === present ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  };
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
  mark();
}

document.querySelectorAll("[data-follow]").forEach(follow);

// The theme: as the system, light or dark. A cookie keeps it, so that the server writes it into the page and nothing flashes.
const THEMES = ["system", "light", "dark"];

function themed(button) {
  const root = document.documentElement;
  const name = () => (button.querySelector("[data-theme-now]").textContent = `: ${button.dataset[root.dataset.theme ?? "system"]}`);
  button.hidden = false;
  name();
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? "system") + 1) % THEMES.length];
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    name();
    say(button.textContent.trim());
  });
}

document.querySelectorAll("[data-theme-button]").forEach(themed);
