"""What WCAG 2.2 asks of a page that axe does not see: each returns the faults it finds."""

from playwright.sync_api import Page

TARGETS = """() => {
  const shown = (one) => one.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });
  const inText = (one) => getComputedStyle(one).display === 'inline'
    && one.parentElement.textContent.trim().length > one.textContent.trim().length;
  const all = [...document.querySelectorAll('a[href], button, input, select, summary')]
    .filter((one) => shown(one) && one.type !== 'hidden' && !one.closest('[inert], .unseen'))
    .map((one) => ({ one: one.closest('label') ?? one, told: one.outerHTML.slice(0, 120) }))
    .map(({ one, told }) => ({ one, told, box: one.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1);
  const small = all.filter(({ one, box }) => Math.min(box.width, box.height) < 24 && !inText(one));
  const near = ({ box }, other) => {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const dx = Math.max(other.x - x, 0, x - other.right);
    const dy = Math.max(other.y - y, 0, y - other.bottom);
    return Math.hypot(dx, dy) < 12;
  };
  return small
    .filter((mine) => all.some((other) =>
      !mine.one.contains(other.one) && !other.one.contains(mine.one) && near(mine, other.box)))
    .map(({ told, box }) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${told}`);
}"""
HEADINGS = """() => {
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter((one) => one.checkVisibility() && !one.closest('dialog, [popover]'))
    .map((one) => Number(one.localName[1]));
  const skips = levels.some((level, i) => level > (levels[i - 1] ?? 0) + 1);
  const first = levels.filter((level) => level === 1).length;
  return skips || first !== 1 ? [levels.join(' ')] : [];
}"""
STILL = """() => [...document.querySelectorAll('*')]
  .filter((one) => {
    const { transitionDuration, animationDuration, animationName } = getComputedStyle(one);
    const long = (told) => told.split(', ').some((each) => parseFloat(each) > 0.01);
    return long(transitionDuration) || (animationName !== 'none' && long(animationDuration));
  })
  .map((one) => one.outerHTML.slice(0, 100)).slice(0, 3)"""
# Everything that keys reach is focused in turn, as Tab would (but for the steps between).
FOCUSED = """async () => {
  const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex]')]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility()
      && !one.closest('[inert], dialog:not([open])'));
  const faults = [];
  const ring = (style, width) => style !== 'none' && parseFloat(width) >= 2;
  for (const one of all.slice(0, 150)) {
    one.focus();
    if (document.activeElement !== one) continue;
    const told = one.outerHTML.slice(0, 120);
    const own = getComputedStyle(one);
    const after = getComputedStyle(one, '::after');
    if (!ring(own.outlineStyle, own.outlineWidth)
      && !ring(after.borderTopStyle, after.borderTopWidth)) faults.push(`no ring: ${told}`);
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const seen = [[left, top], [right, top], [left, bottom], [right, bottom],
      [left + right, top + bottom].map((sum) => sum / 2)].some(([x, y]) => {
      const [px, py] = [Math.min(Math.max(x, left + 2), right - 2),
        Math.min(Math.max(y, top + 2), bottom - 2)];
      const upper = document.elementFromPoint(px, py);
      return upper && (one.contains(upper) || upper.contains(one)
        || one.parentElement.contains(upper));
    });
    if (!seen) faults.push(`covered: ${told}`);
  }
  return faults;
}"""
ASKED = {
    "targets are large enough": TARGETS,
    "headings are in order": HEADINGS,
    "nothing moves": STILL,
    "the focus is seen": FOCUSED,
}


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """Return what is wrong with a page as it stands; its visitor asked for no motion."""
    page.keyboard.press("Tab")  # from now on the focus is one of keys
    found = [(name, page.evaluate(script)) for name, script in ASKED.items()]
    return [(name, some) for name, some in found if some]
