"""A tab as the one that is looked at, or behind another."""

from contextlib import contextmanager

from artkeep.web.live import EVERY

TURN = """(state) => {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
HEAR = (
    "new Promise((done) => document.addEventListener('artkeep:runs', () => done(), { once: true }))"
)
RUN_ENDS = """(id) => {
  globalThis.ended = new Promise((done) => {
    document.addEventListener('artkeep:run', ({ detail }) => {
      if (detail.id === id && detail.at_end) done();
    });
  });
}"""


def hide(page):
    """Put another tab before this one: its stream ends."""
    page.evaluate(TURN, "hidden")


def hide_for_long(page):
    """Put another tab before this one until the server has stopped looking for it."""
    hide(page)
    page.wait_for_timeout(2000 * EVERY)


def show(page):
    """Look at the tab again, and wait until its stream has told which runs move."""
    page.evaluate(f"() => {{ ({TURN})('visible'); return {HEAR}; }}")


@contextmanager
def hearing_the_end(page, run_id):
    """In the block a run is ended; wait until the page has heard of it."""
    page.evaluate(RUN_ENDS, run_id)
    yield
    page.evaluate("globalThis.ended")
