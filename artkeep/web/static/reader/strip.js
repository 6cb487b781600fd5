// All pages one below the other, scrolled as any page is. Tells the same as the book does.
import { sharpen } from './leaf.js';
import { moving } from './moving.js';
import { stripWidth } from './spreads.js';

const LARGEST = 8;

export class Strip extends EventTarget {
  constructor(element, pages, looks) {
    super();
    this.element = element;
    this.items = [...element.children];
    this.pages = pages;
    this.looks = looks;
    this.zoom = 1;
    this.page = 0;
    this.moved = null; // what moves now, and on which page
    this.isOpen = false;
    this.told = ''; // where it last said that one is
    this.isPlaced = false; // it lies where it was asked to begin
    addEventListener('scroll', () => this.look(), { passive: true });
    new ResizeObserver(() => this.fit()).observe(document.documentElement);
  }

  open(page) {
    this.isOpen = true;
    this.element.hidden = false;
    this.told = '';
    this.fit();
    this.go(page);
  }

  close() {
    this.isOpen = false;
    this.leave();
    this.element.hidden = true;
  }

  get last() {
    const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 4;
    return isAtEnd ? this.pages.length - 1 : this.page;
  }

  fit() {
    if (!this.isOpen) return;
    const view = { w: this.element.clientWidth, h: innerHeight };
    const how = { fit: this.looks.fit, zoom: this.zoom, view, dpr: devicePixelRatio };
    const held = this.anchor();
    this.items.forEach((item, index) => {
      const page = this.pages[index];
      const width = stripWidth(page, how);
      item.style.width = `${width}px`;
      item.style.aspectRatio = `${page.w} / ${page.h}`;
      if (page.frames === 1) sharpen(item.querySelector('img'), page, width);
    });
    this.restore(held);
  }

  // The page in the middle of the window, and which part of it.
  anchor() {
    const box = this.items[this.page].getBoundingClientRect();
    return { page: this.page, part: (innerHeight / 2 - box.top) / (box.height || 1) };
  }

  restore({ page, part }) {
    if (!this.isPlaced) return;
    const box = this.items[page].getBoundingClientRect();
    scrollBy({ top: box.top + part * box.height - innerHeight / 2, behavior: 'instant' });
  }

  look() {
    if (!this.isOpen) return;
    const middle = innerHeight / 2;
    let [low, high] = [0, this.items.length - 1];
    while (low < high) {
      const half = (low + high) >> 1;
      if (this.items[half].getBoundingClientRect().bottom < middle) low = half + 1;
      else high = half;
    }
    if (low !== this.page) this.leave();
    this.page = low;
    this.tell();
  }

  // Scrolling tells many times a second that one is where one was.
  tell() {
    const now = `${this.page}, ${this.last}`;
    if (now === this.told) return;
    this.told = now;
    this.dispatchEvent(new Event('turn'));
  }

  go(page) {
    this.isPlaced = true;
    this.page = page;
    const top = this.items[page].getBoundingClientRect().top + scrollY;
    scrollTo({ top: page ? top : 0, behavior: 'instant' });
    this.look();
  }

  turn(by) {
    const next = this.page + by;
    if (next >= 0 && next < this.pages.length) this.go(next);
    else this.dispatchEvent(new CustomEvent('past', { detail: by }));
  }

  read(by) {
    scrollBy({ top: by * innerHeight * 0.85, behavior: 'instant' });
  }

  nudge() {
    return false; // the window scrolls by itself
  }

  aside(by) {
    this.turn(this.looks.rtl ? -by : by);
  }

  home() {
    this.go(0);
  }

  end() {
    this.go(this.pages.length - 1);
  }

  zoomTo(factor) {
    this.zoom = Math.min(LARGEST, Math.max(0.25, factor));
    this.fit();
    this.dispatchEvent(new Event('zoom'));
  }

  refit() {
    this.zoomTo(1);
  }

  // What the page in the middle is made of, as a leaf of the book.
  get leaf() {
    const [page, item] = [this.pages[this.page], this.items[this.page]];
    const strip = this;
    return {
      page,
      async look(options) {
        if (page.frames < 2) return null;
        strip.moved ??= moving(page, item, item.querySelector('img'), options);
        return strip.moved;
      },
    };
  }

  leave() {
    this.moved?.close();
    this.moved = null;
  }
}
