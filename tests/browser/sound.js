// What is looked for on a page beside what axe finds. Each function answers with sentences, none where all is well.

window.sound = (() => {
  const STOPS = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
  const PRESSED =
    'button, select, textarea, summary, input:not(.choice input, [type="hidden"]), label.choice, .skip, .top a, .act a, .footbar a, .onward a, .letters a';
  const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`;

  const all = (selector) => [...document.querySelectorAll(selector)];
  const called = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const unseen = (one) => {
    const hiding = one.closest(".unseen, .sprite, .skip, thead"); // a head of a table that is unfolded on a phone
    return hiding !== null && getComputedStyle(hiding).clipPath !== "none";
  };
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !unseen(one);
  const drawn = () => all("svg").filter((one) => !one.parentElement.closest("svg") && !one.matches(".sprite"));

  // Every drawing has a name, or is hidden and stands beside words: those of its row, or the name of the row of marks.
  function drawings() {
    const words = (one) => one.closest('tr, p, li, a, button, h1, h2, h3, summary, label, [role="img"]:not(svg)');
    return drawn().flatMap((one) => {
      if (one.closest('[aria-hidden="true"]')) {
        const beside = words(one) ?? one.parentElement;
        return (beside.getAttribute("aria-label") ?? beside.textContent).trim() ? [] : [`no words beside ${called(one)}`];
      }
      const named = (one.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => (id && document.getElementById(id)?.textContent) || "");
      const name = one.getAttribute("aria-label") ?? named.join(" ");
      return one.getAttribute("role") === "img" && name.trim() ? [] : [`a drawing without a name: ${called(one)}`];
    });
  }

  // Text in drawings is as large as other text: look.md asks for 14 px, as seen.
  function small() {
    const tiny = drawn().filter(shown).flatMap((one) => {
      const sizes = [...one.querySelectorAll("text")].map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a);
      return Math.min(...sizes) < 13.9 ? [`text of ${Math.min(...sizes).toFixed(1)} px: ${called(one)}`] : [];
    });
    const narrow = all(PRESSED).filter(shown).flatMap((one) => {
      const { width, height } = (one.closest("label.agree") ?? one).getBoundingClientRect();
      return width < 24 || height < 24 ? [`${Math.round(width)} by ${Math.round(height)} px to press: ${called(one)}`] : [];
    });
    return [...tiny, ...narrow];
  }

  // Nothing scrolls sideways, and the parts that may are the editors' texts.
  function sideways() {
    const wide = document.documentElement.scrollWidth;
    return wide > innerWidth ? [`${wide} pixels wide`] : [];
  }

  function lines() {
    const place = document.querySelector("dialog[open]") ?? document.body; // what an open dialog covers is not read
    const found = [], range = document.createRange(), texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode, parent = node.parentElement;
      if (!node.data.trim() || parent.closest("svg, script, option, textarea, .footbar, .gutter") || !shown(parent)) continue;
      let block = parent;
      while (getComputedStyle(block).display.startsWith("inline") && block.parentElement) block = block.parentElement;
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 2) found.push({ box, block, text: node.data.trim().slice(0, 40) });
    }
    return found.sort((one, other) => one.box.top - other.box.top);
  }

  function overlapping() {
    const found = lines(), faults = [];
    found.forEach((one, n) => {
      for (let m = n + 1; m < found.length && found[m].box.top < one.box.bottom - 5; m++) {
        const other = found[m];
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        if (one.block !== other.block && across > 3) faults.push(`“${one.text}” lies over “${other.text}”`);
      }
    });
    return faults;
  }

  function clipped() {
    return all("body *").filter((one) => !(one instanceof SVGElement) && one.textContent.trim() && shown(one)).flatMap((one) => {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(one);
      if (one.matches(".gutter, textarea, select, input") || textOverflow === "ellipsis") return [];
      const cut = (overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1) || (overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1);
      return cut ? [`cut off: ${called(one)}`] : [];
    });
  }

  // What reaches beyond the window; tables of data may, when their letters are set wide.
  function beyond() {
    const wide = all("body *").filter((one) => !one.closest("table, svg") && shown(one) && one.getBoundingClientRect().right > innerWidth + 1);
    return wide.filter((one) => !wide.includes(one.parentElement) && !one.querySelector("table")).map((one) => `beyond the edge: ${called(one)}`);
  }

  // With the spacing that WCAG 1.4.12 names nothing is cut off and no text lies over another.
  function spaced() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SPACING);
    document.adoptedStyleSheets = [sheet];
    const found = [...beyond(), ...clipped(), ...overlapping()];
    document.adoptedStyleSheets = [];
    return found.map((one) => `with wide spacing: ${one}`);
  }

  // In a window of a few lines nothing stays over the text.
  function staying() {
    return all("body *:not(dialog)").filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position) && shown(one)).map((one) => `stays in view: ${called(one)}`);
  }

  function moving() {
    const late = all("body *").filter((one) => getComputedStyle(one).transitionDuration !== "0s");
    return [...document.getAnimations().map((one) => one.animationName ?? "an animation"), ...late.map(called)].map((one) => `moves: ${one}`);
  }

  function light([red, green, blue]) {
    const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }
  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  function ground(one) {
    for (let at = one.parentElement; at; at = at.parentElement) {
      const [red, green, blue, alpha = 1] = parts(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return [red, green, blue];
    }
    return [255, 255, 255];
  }

  // Whatever has the focus wears a ring of two pixels and more that stands out from what lies under it by 3 to 1.
  function rings() {
    const faults = [];
    for (const one of all(STOPS).filter((stop) => !stop.disabled && stop.ariaHidden !== "true" && stop.tabIndex >= 0 && stop.checkVisibility({ visibilityProperty: true }))) {
      one.focus({ preventScroll: true });
      if (document.activeElement !== one) {
        faults.push(`takes no focus: ${called(one)}`);
        continue;
      }
      const ringed = [one, one.closest(".choice, .paper")].find((at) => at && getComputedStyle(at).outlineStyle === "solid");
      const { outlineWidth, outlineColor } = getComputedStyle(ringed ?? one);
      const [high, low] = [light(parts(outlineColor)), light(ground(ringed ?? one))].sort((a, b) => b - a);
      if (!ringed || parseFloat(outlineWidth) < 2 || (high + 0.05) / (low + 0.05) < 3) faults.push(`no ring round ${called(one)}`);
    }
    document.activeElement?.blur();
    return faults;
  }

  return { drawings, small, sideways, spaced, staying, moving, rings };
})();
