// Openings of a book, one after the other: fitted, zoomed, turned.
// Tells `turn` when another opening is shown, `zoom` when its size changes, `past` at either end.
import { Leaf } from './leaf.js';
import { t } from '../texts.js';
import { sizes, spreads } from './spreads.js';

const AHEAD = 2; // openings before and after that are loaded, too
const LARGEST = 8;
const EDGE = 2; // pixels; so near to an edge is at it

export class Book extends EventTarget {
  constructor(element, pages, looks) {
    super();
    this.element = element;
    this.spread = element.querySelector('[data-spread]');
    this.pages = pages;
    this.looks = looks; // { mode, rtl, alone, fit, lock }
    this.leaves = new Map(); // index → Leaf
    this.zoom = 1;
    this.at = 0; // the opening that is shown
    this.openings = [[]];
    new ResizeObserver(() => this.fit()).observe(element);
  }

  // Show the opening that holds a page.
  open(page) {
    this.element.hidden = false;
    this.arrange();
    this.show(this.openings.findIndex((some) => some.includes(page)));
  }

  close() {
    for (const leaf of this.leaves.values()) leaf.leave();
    this.element.hidden = true;
  }

  arrange() {
    const { mode, alone } = this.looks;
    this.openings = spreads(this.pages, { isDouble: mode === 'double', isAlone: alone });
  }

  // More pages came behind those that are known.
  grow() {
    this.arrange();
    this.preload();
  }

  get page() {
    return this.openings[this.at][0];
  }

  get last() {
    return this.openings[this.at].at(-1);
  }

  // The leaf that is looked at: the first of the opening that moves, or else its first.
  get leaf() {
    const shown = this.openings[this.at].map((index) => this.leafOf(index));
    return shown.find(({ page }) => page.frames > 1) ?? shown[0];
  }

  go(page) {
    this.show(this.openings.findIndex((some) => some.includes(page)));
  }

  turn(by, { atEnd = false } = {}) {
    const next = this.at + by;
    if (next < 0 || next >= this.openings.length) {
      this.dispatchEvent(new CustomEvent('past', { detail: by }));
      return;
    }
    this.show(next, { atEnd });
  }

  show(at, { atEnd = false } = {}) {
    const held = { x: this.element.scrollLeft, y: this.element.scrollTop };
    this.at = Math.max(0, at);
    if (!this.looks.lock) this.zoom = 1;
    const shown = this.openings[this.at];
    for (const [index, leaf] of this.leaves) if (!shown.includes(index)) leaf.leave();
    this.spread.dir = this.looks.rtl ? 'rtl' : 'ltr';
    this.spread.replaceChildren(...shown.map((index) => this.leafOf(index).box));
    this.fit();
    this.place(held, atEnd);
    this.dispatchEvent(new Event('turn'));
    this.preload();
  }

  // Where reading begins: at the top, on the side that is read first; or where one was.
  place(held, atEnd) {
    const { scrollWidth, scrollHeight } = this.element;
    if (this.looks.lock && this.zoom !== 1) this.element.scrollTo(held.x, held.y);
    else this.element.scrollTo(this.looks.rtl !== atEnd ? scrollWidth : 0, atEnd ? scrollHeight : 0);
  }

  leafOf(index) {
    if (!this.leaves.has(index)) {
      const page = this.pages[index];
      this.leaves.set(index, new Leaf(page, page.title || t('Page {number}', { number: index + 1 })));
    }
    return this.leaves.get(index);
  }

  get view() {
    return { w: this.element.clientWidth, h: this.element.clientHeight };
  }

  sizesOf(shown) {
    const { fit } = this.looks;
    const how = { fit, zoom: this.zoom, view: this.view, dpr: devicePixelRatio };
    return sizes(shown.map((index) => this.pages[index]), how);
  }

  fit() {
    if (this.element.hidden || !this.pages.length) return;
    const shown = this.openings[this.at];
    const found = this.sizesOf(shown);
    shown.forEach((index, place) => this.leafOf(index).resize(found[place]));
    this.element.classList.toggle('is-larger', this.canScroll('x') || this.canScroll('y'));
  }

  preload() {
    const near = this.openings.slice(Math.max(0, this.at - AHEAD), this.at + AHEAD + 1);
    for (const some of near) {
      const found = this.sizesOf(some);
      some.forEach((index, place) => this.leafOf(index).resize(found[place]));
    }
    const kept = new Set(near.flat());
    for (const index of [...this.leaves.keys()]) if (!kept.has(index)) this.leaves.delete(index);
  }

  // ---- zoom ------------------------------------------------------------------------------------

  // Zoom to a factor; what lies under (x, y) of the window stays there.
  zoomTo(factor, x = innerWidth / 2, y = innerHeight / 2) {
    const before = this.spread.getBoundingClientRect();
    const part = { x: (x - before.left) / before.width, y: (y - before.top) / before.height };
    this.zoom = Math.min(LARGEST, Math.max(0.25, factor));
    this.fit();
    const now = this.spread.getBoundingClientRect();
    this.element.scrollBy(now.left + part.x * now.width - x, now.top + part.y * now.height - y);
    this.dispatchEvent(new Event('zoom'));
  }

  refit() {
    this.zoom = 1;
    this.show(this.at);
    this.dispatchEvent(new Event('zoom'));
  }

  // ---- moving within an opening ----------------------------------------------------------------

  canScroll(axis) {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = this.element;
    return axis === 'x' ? scrollWidth > clientWidth + EDGE : scrollHeight > clientHeight + EDGE;
  }

  // Whether there is more in a direction: -1 is left or up.
  hasMore(axis, by) {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = this.element;
    const [place, size, seen] =
      axis === 'x' ? [scrollLeft, scrollWidth, clientWidth] : [scrollTop, scrollHeight, clientHeight];
    return by < 0 ? place > EDGE : place + seen < size - EDGE;
  }

  // A windowful on or back; then the next opening or the one before, which begins at its end.
  read(by) {
    if (!this.hasMore('y', by)) return this.turn(by, { atEnd: by < 0 });
    this.element.scrollBy({ top: by * this.element.clientHeight * 0.85, behavior: 'instant' });
    return undefined;
  }

  nudge(by) {
    if (!this.canScroll('y')) this.turn(by);
    else this.element.scrollBy({ top: by * 90, behavior: 'instant' });
  }

  // Towards the left or the right side of the window, as pages lie.
  aside(by) {
    this.turn(this.looks.rtl ? -by : by);
  }

  home() {
    this.show(0);
  }

  end() {
    this.show(this.openings.length - 1);
  }
}
