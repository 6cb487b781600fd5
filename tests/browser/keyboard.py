"""Walking through pages with the keyboard alone, and seeing where one is."""

from playwright.sync_api import Page

LOOKS = 100  # at where the focus is; what opens and closes takes its time
TABS = 60  # at most, until what is looked for has the focus
SEEN = """() => {
  const at = document.activeElement;
  if (at === document.body || at === document.documentElement) return 'nothing has the focus';
  const told = `${at.localName}.${at.className || at.id} ${at.textContent.trim().slice(0, 40)}`;
  const box = at.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (box.width < 1 || box.height < 1) return `cannot be seen: ${told}`;
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `outside the window: ${told}`;
  const top = document.elementFromPoint(x, y);
  if (!top || !(at.contains(top) || top.contains(at) || at.parentElement.contains(top))) {
    return `something lies over it: ${told}`;
  }
  if (at.matches('#main, dialog, .pswp, [data-book]')) return ''; // they are the window
  const ring = (style, width) => style !== 'none' && parseFloat(width) >= 2;
  const own = getComputedStyle(at);
  const after = getComputedStyle(at, '::after');
  const marked = ring(own.outlineStyle, own.outlineWidth)
    || ring(after.borderTopStyle, after.borderTopWidth);
  return marked ? '' : `no ring around it: ${told}`;
}"""
NAME = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.textContent ?? '';
  return (at.getAttribute('aria-label') || label || at.textContent || at.title || '').trim();
}"""


class Keyboard:
    """Two hands on the keys of a page; the focus is looked at after each."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys one after the other; the focus is seen and not lost."""
        for key in keys:
            self.page.keyboard.press(key)
        self.look()

    def go(self, key: str, url: str) -> None:
        """Press a key that leads to another page, which nothing has the focus on at first."""
        with self.page.expect_navigation(url=url):
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.look()

    def look(self) -> None:
        """Assert that one sees where one is, once what opens or closes has done so."""
        for _ in range(LOOKS):
            told = self.page.evaluate(SEEN)
            if told == "":
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(told)

    def tab_to(self, name: str, key: str = "Tab") -> None:
        """Go on until what has a name has the focus, which is seen all the way."""
        passed = []
        for _ in range(TABS):
            self.page.keyboard.press(key)
            self.look()
            passed.append(self.page.evaluate(NAME))
            if passed[-1].startswith(name):
                return
        raise AssertionError(f"{name!r} is not among {passed}")
