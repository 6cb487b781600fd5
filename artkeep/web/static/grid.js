// The endless grid: knows where every work lies, draws only those near the window.
import { masonry, squares } from './columns.js';
import { pack } from './rows.js';
import { tile } from './tile.js';

const HEIGHTS = [110, 150, 200, 270, 360]; // pixels a row, smaller to larger
const AHEAD = 1.2; // windows above and below that are drawn too
const SIZE = 'artkeep.size';
const LAYOUTS = { justified: pack, square: squares, masonry };

export class Grid extends EventTarget {
  constructor(list, load) {
    super();
    this.list = list;
    this.load = load; // position → { works, next }
    this.lay = LAYOUTS[list.dataset.layout] ?? pack;
    this.columns = null; // how far each column goes, where works lie in columns
    this.carried = list.dataset.q ? `?q=${encodeURIComponent(list.dataset.q)}` : '';
    this.dress = () => {}; // what else a tile shows: (element, work)
    this.works = [];
    this.boxes = [];
    this.rows = [];
    this.drawn = new Map(); // index → element
    this.next = list.dataset.next;
    this.pages = []; // where each page that was brought ended, and how to go on from there
    this.active = 0;
    this.size = Number(localStorage.getItem(SIZE) ?? 2);
    this.width = 0;
    this.pending = null;
  }

  // Take over what the server drew.
  adopt(works, next = this.next) {
    this.works = works;
    this.next = next;
    this.pages = [{ to: works.length, next }];
    this.list.replaceChildren();
    this.list.classList.add('exact');
    this.list.setAttribute('role', 'list');
    this.layOut();
    addEventListener('scroll', () => this.draw(), { passive: true });
    new ResizeObserver(() => this.fitWidth()).observe(this.list);
  }

  get height() {
    const wished = HEIGHTS[this.size];
    return innerWidth < 641 ? Math.round(wished * 0.7) : wished;
  }

  get gap() {
    return parseInt(getComputedStyle(this.list).gap, 10) || 4;
  }

  layOut(from = 0) {
    this.width = this.list.clientWidth;
    const top = this.rows.length ? this.rows.at(-1).top + this.rows.at(-1).height + this.gap : 0;
    const isLast = !this.next;
    const shape = { width: this.width, height: this.height, gap: this.gap };
    const goesOn = { top, first: from, isLast, columns: this.columns };
    const laid = this.lay(this.works.slice(from), { ...shape, ...goesOn });
    this.columns = laid.columns ?? null;
    this.rows.push(...laid.rows);
    this.boxes.push(...laid.boxes);
    const last = this.rows.at(-1);
    this.list.style.height = last ? `${last.top + last.height}px` : '0';
    this.draw();
  }

  layOutAgain() {
    this.layOutWith(0);
  }

  forget() {
    this.columns = null;
    this.rows = [];
    this.boxes = [];
    for (const element of this.drawn.values()) element.remove();
    this.drawn.clear();
  }

  fitWidth() {
    if (this.list.clientWidth && this.list.clientWidth !== this.width) this.layOutAgain();
  }

  resize(step) {
    this.resizeTo(this.size + step);
  }

  resizeTo(wished) {
    const size = Math.min(HEIGHTS.length - 1, Math.max(0, wished));
    if (size === this.size) return;
    this.size = size;
    localStorage.setItem(SIZE, size);
    this.layOutAgain();
    this.dispatchEvent(new Event('resize'));
  }

  // Take works out; returns what puts them back.
  remove(ids) {
    const gone = this.works.map((work, index) => ({ work, index })).filter(({ work }) => ids.has(work.id));
    const before = (place) => gone.filter(({ index }) => index < place).length;
    this.pages = this.pages.map(({ to, next }) => ({ to: to - before(to), next }));
    this.active = Math.max(0, this.active - before(this.active));
    this.works = this.works.filter((work) => !ids.has(work.id));
    this.layOutWith(-before(this.anchor()?.index ?? 0));
    return gone;
  }

  putBack(gone) {
    for (const { work, index } of gone) this.works.splice(index, 0, work);
    const least = (place) => gone.filter(({ index }) => index < place).length;
    this.pages = this.pages.map(({ to, next }) => ({ to: to + least(to + gone.length), next }));
    this.layOutWith(least(this.anchor()?.index ?? 0));
  }

  // Lay out anew with other works before the one at the top of the window.
  layOutWith(more) {
    const kept = this.anchor();
    this.forget();
    this.layOut();
    this.scrollTo(kept && { ...kept, index: Math.max(0, kept.index + more) });
    this.dispatchEvent(new Event('more'));
  }

  // Bring the next page; its works continue the last row when that one was not full.
  async more() {
    if (!this.next || this.pending) return this.pending;
    this.pending = this.load(this.next);
    try {
      const page = await this.pending;
      const open = this.rows.at(-1)?.open ? this.rows.pop() : null;
      const from = open ? open.from : this.works.length;
      this.dropDrawn(from);
      this.boxes.length = from;
      this.works.push(...page.works);
      this.next = page.next;
      this.pages.push({ to: this.works.length, next: page.next });
      this.layOut(from);
      this.dispatchEvent(new Event('more'));
    } finally {
      this.pending = null;
    }
    return null;
  }

  dropDrawn(from) {
    for (const [index, element] of this.drawn) {
      if (index < from) continue;
      element.remove();
      this.drawn.delete(index);
    }
  }

  draw() {
    const [from, to] = this.near();
    for (const [index, element] of this.drawn) {
      if ((index >= from && index < to) || element.contains(document.activeElement)) continue;
      element.remove();
      this.drawn.delete(index);
    }
    for (let index = from; index < to; index += 1) {
      if (!this.drawn.has(index)) this.drawn.set(index, this.put(index));
    }
  }

  // The works near the window, as [from, to).
  near() {
    const top = this.top() - innerHeight * AHEAD;
    const bottom = this.top() + innerHeight * (1 + AHEAD);
    const first = this.rowAt(top);
    let last = first;
    while (last < this.rows.length && this.rows[last].top < bottom) last += 1;
    if (first >= last) return [0, 0];
    return [this.rows[first].from, this.rows[last - 1].to];
  }

  // The number of the first row that ends below `y`.
  rowAt(y) {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle].top + this.rows[middle].height < y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  put(index) {
    const box = this.boxes[index];
    const work = this.works[index];
    const element = tile(work, box, index === this.active, this.carried, this.list.dataset.image);
    this.dress(element, work);
    Object.assign(element.style, {
      left: `${box.x}px`,
      top: `${box.y}px`,
      width: `${box.w}px`,
      height: `${box.h}px`,
    });
    element.dataset.index = index;
    element.setAttribute('aria-posinset', index + 1);
    element.setAttribute('aria-setsize', this.next ? -1 : this.works.length);
    const after = [...this.drawn.keys()].filter((other) => other > index);
    const before = after.length ? this.drawn.get(Math.min(...after)) : null;
    this.list.insertBefore(element, before); // the order of reading is the order of the works
    return element;
  }

  // What lies at the top of the window: a work, and how far its row has gone past the edge.
  anchor() {
    const gone = -this.list.getBoundingClientRect().top;
    const row = this.rows[this.rowAt(gone)];
    if (!row || gone <= 0) return null;
    return { index: row.from, part: (gone - row.top) / row.height };
  }

  scrollTo(anchor) {
    if (!anchor || !this.boxes[anchor.index]) return;
    const box = this.boxes[anchor.index];
    const top = this.list.getBoundingClientRect().top + scrollY;
    scrollTo(0, top + box.y + anchor.part * box.h);
    this.draw();
  }

  // Bring a work into the window, moving no further than needed.
  reveal(index) {
    const box = this.boxes[index];
    if (!box) return;
    const top = this.list.getBoundingClientRect().top + box.y;
    const room = 8;
    const foot = innerHeight - covered() - room;
    if (top < room) scrollBy(0, top - room);
    else if (top + box.h > foot) scrollBy(0, Math.min(top - room, top + box.h - foot));
    this.draw();
  }

  // Make a work the one that Tab leads to.
  point(index) {
    this.drawn.get(this.active)?.querySelector('a').setAttribute('tabindex', '-1');
    this.active = index;
    this.drawn.get(index)?.querySelector('a').setAttribute('tabindex', '0');
  }

  focus(index, isBrought = true) {
    if (index < 0 || index >= this.works.length) return;
    this.point(index);
    if (isBrought) this.reveal(index);
    if (!this.drawn.has(index)) this.drawn.set(index, this.put(index));
    this.drawn.get(index).querySelector('a').focus({ preventScroll: true });
  }

  // Move by arrow: sideways to the next work, up and down to the one above or below.
  step(key) {
    const focused = document.activeElement.closest?.('.tile');
    const sideways = key === 'ArrowLeft' || key === 'ArrowRight';
    if (!focused && !sideways) return false; // up and down scroll, as everywhere
    if (focused) this.focus(this.towards(key, Number(focused.dataset.index)));
    else this.focus(this.rows[this.rowAt(this.top() + 1)]?.from ?? 0);
    return true;
  }

  towards(key, index) {
    if (key === 'ArrowLeft') return index - 1;
    if (key === 'ArrowRight') return index + 1;
    return this.beside(index, key === 'ArrowDown' ? 1 : -1);
  }

  top() {
    return -this.list.getBoundingClientRect().top;
  }

  beside(index, step) {
    if (this.columns) return this.inColumn(index, step);
    const at = this.rows.findIndex((row) => index >= row.from && index < row.to);
    const row = this.rows[at + step];
    if (!row) return -1;
    const middle = (other) => this.boxes[other].x + this.boxes[other].w / 2;
    let best = row.from;
    for (let other = row.from; other < row.to; other += 1) {
      const nearer = Math.abs(middle(other) - middle(index)) < Math.abs(middle(best) - middle(index));
      if (nearer) best = other;
    }
    return best;
  }

  // The next work of the same column.
  inColumn(index, step) {
    let other = index + step;
    while (this.boxes[other] && this.boxes[other].x !== this.boxes[index].x) other += step;
    return other;
  }
}

// How many pixels at the foot of the window are covered by the bars that stand there.
function covered() {
  const bars = [...document.querySelectorAll('.rail, .picked, .undo')].map((bar) => bar.getBoundingClientRect());
  const low = bars.filter(({ top, height }) => height && top > innerHeight / 2);
  return low.reduce((most, { top }) => Math.max(most, innerHeight - top), 0);
}
