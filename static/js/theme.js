// The theme: as the system, light or dark. Loaded in the head without defer, so that the choice holds before the first paint.
(() => {
  const root = document.documentElement;
  const themes = ["system", "light", "dark"];

  function kept() {
    try {
      return localStorage.getItem("theme") || "system";
    } catch {
      return "system"; // storage is switched off
    }
  }

  function keep(theme) {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // holds for this page only
    }
  }

  function apply(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  function name(button, theme) {
    button.querySelector("[data-theme-now]").textContent = `: ${button.dataset[theme]}`;
  }

  let now = kept();
  apply(now);

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-button]");
    if (!button) return;
    button.hidden = false;
    name(button, now);
    button.addEventListener("click", () => {
      now = themes[(themes.indexOf(now) + 1) % themes.length];
      keep(now);
      apply(now);
      name(button, now);
      document.getElementById("live").textContent = button.textContent.trim();
    });
  });

  addEventListener("storage", (event) => {
    if (event.key === "theme") apply((now = kept()));
  });
})();
