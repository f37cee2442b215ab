// The time that is left. The server says how many seconds; this only counts them down, and asks the server at the end.

function shown(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const minutes = Math.floor(whole / 60);
  return `${minutes}:${String(whole % 60).padStart(2, "0")}`;
}

function run(clock) {
  const end = performance.now() + Number(clock.dataset.secondsLeft) * 1000;
  const face = clock.querySelector("[data-face]");
  const tick = () => {
    if (!clock.isConnected) return;
    const left = (end - performance.now()) / 1000;
    face.textContent = shown(left);
    if (left <= 0) location.assign(clock.dataset.over);
    else setTimeout(tick, 1000 - (performance.now() % 1000));
  };
  tick();
}

const started = new WeakSet();
function start() {
  for (const clock of document.querySelectorAll("[data-seconds-left]")) {
    if (!started.has(clock)) {
      started.add(clock);
      run(clock);
    }
  }
}
start();
document.addEventListener("htmx:after:settle", start);
