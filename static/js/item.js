// The form of one question keeps in this browser what is not saved, and offers it again. The server puts it back: it knows how many rows there were.

const form = document.getElementById("form");
const kept = document.getElementById("kept");
const { key } = kept.dataset;
const OWN = ["csrfmiddlewaretoken", "act"]; // of each page anew

const typed = () => JSON.stringify([...new FormData(form)].filter(([name]) => !OWN.includes(name)));
const clean = form.hasAttribute("data-unsaved") ? null : typed(); // the question of the draft, where the page shows that

function read() {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

let waiting = 0;
function keep() {
  clearTimeout(waiting);
  waiting = 0;
  try {
    const now = typed();
    if (now === clean) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ fields: now, at: Date.now() }));
  } catch {
    // The browser keeps nothing, or no more: saving is then the way.
  }
}

function putBack(fields) {
  const again = document.createElement("form");
  Object.assign(again, { method: "post", action: form.action, enctype: "multipart/form-data", hidden: true });
  for (const [name, value] of [["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ...fields, ["act", "open"]]) {
    const field = document.createElement("textarea"); // keeps its line ends
    Object.assign(field, { name, value });
    again.append(field);
  }
  document.body.append(again);
  again.submit();
}

function offer(found) {
  kept.querySelector("[data-kept-at]").textContent = new Date(found.at).toLocaleString(document.documentElement.lang);
  kept.hidden = false;
  kept.addEventListener("click", ({ target }) => {
    const choice = target.closest("[data-kept]")?.dataset.kept;
    if (choice === "back") putBack(JSON.parse(found.fields));
    if (choice === "away") {
      localStorage.removeItem(key);
      kept.hidden = true;
      form.querySelector("textarea").focus();
    }
  });
}

const later = () => {
  kept.hidden = true;
  waiting ||= setTimeout(keep, 300);
};
form.addEventListener("input", later);
form.addEventListener("change", later);
form.addEventListener("submit", ({ submitter }) => {
  keep();
  if (submitter?.value === "save") sessionStorage.setItem("sent", key);
});
addEventListener("pagehide", () => waiting && keep());

const sent = sessionStorage.getItem("sent") === key;
sessionStorage.removeItem("sent");
if (clean === null) keep();
else if (sent) localStorage.removeItem(key); // it is in the draft now, perhaps written a little differently
else {
  const found = read();
  if (found && found.fields !== clean) offer(found);
}
