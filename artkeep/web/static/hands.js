// Selecting with hands: a press on the ring, Shift and a press, a rubber band, a long press.
import { t } from './texts.js';

const AWAY = 6; // pixels a pointer moves before it drags
const LONG = 450; // milliseconds of a long press
const EDGE = 48; // pixels from the edge of the window, where a rubber band scrolls

export class Hands {
  constructor(selection, list) {
    this.selection = selection;
    this.grid = selection.grid;
    this.list = list;
    this.ring = ringFor();
    this.swallows = false; // the click that ends a drag or a long press
    list.addEventListener('pointerover', (event) => this.offer(event));
    list.addEventListener('pointerdown', (event) => this.down(event));
    list.addEventListener('dragstart', (event) => event.preventDefault());
    selection.addEventListener('change', () => this.tellRing());
  }

  offer({ target, pointerType }) {
    const tile = pointerType === 'mouse' && target.closest('.tile');
    if (!tile || tile === this.ring.parentElement) return;
    tile.append(this.ring);
    this.tellRing();
  }

  tellRing() {
    const index = Number(this.ring.parentElement?.dataset.index);
    this.ring.setAttribute('aria-checked', String(this.selection.has(index)));
  }

  // Whether a click was for selecting; then nothing is opened.
  takes(event, index) {
    if (this.swallows) {
      this.swallows = false;
      return true;
    }
    const isKey = event.detail === 0 && !event.target.closest('.pick');
    if (event.shiftKey) this.selection.range(index);
    else if (event.target.closest('.pick') || (this.selection.size && !isKey)) this.selection.toggle(index);
    else return false;
    return true;
  }

  down(event) {
    this.swallows = false;
    if (event.pointerType !== 'mouse') this.press(event);
    else if (event.button === 0 && !event.target.closest('.pick')) this.pull(event);
  }

  press(event) {
    const tile = event.target.closest('.tile');
    if (!tile) return;
    const timer = setTimeout(() => {
      this.swallows = true;
      this.selection.toggle(Number(tile.dataset.index));
    }, LONG);
    const end = new AbortController();
    const give = () => {
      clearTimeout(timer);
      end.abort();
    };
    const moved = (now) => Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) > AWAY && give();
    addEventListener('pointermove', moved, { signal: end.signal, passive: true });
    for (const name of ['pointerup', 'pointercancel']) addEventListener(name, give, { signal: end.signal });
  }

  // A rubber band from where the button was pressed, in pixels of the grid.
  pull(event) {
    const start = this.at(event);
    const before = new Map(this.selection.picked);
    const end = new AbortController();
    let band = null;
    const move = (now) => {
      const here = this.at(now);
      if (!band && Math.hypot(here.x - start.x, here.y - start.y) < AWAY) return;
      band ??= this.list.appendChild(bandFor());
      const box = between(start, here);
      Object.assign(band.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.w}px`, height: `${box.h}px` });
      this.selection.band(before, this.touched(box));
      if (now.clientY < EDGE) scrollBy(0, -EDGE / 4);
      if (now.clientY > innerHeight - EDGE) scrollBy(0, EDGE / 4);
    };
    const up = () => {
      this.swallows = band !== null && this.list.matches(':hover');
      band?.remove();
      end.abort();
    };
    addEventListener('pointermove', move, { signal: end.signal });
    for (const name of ['pointerup', 'pointercancel']) addEventListener(name, up, { signal: end.signal });
  }

  at({ clientX, clientY }) {
    const { left, top } = this.list.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  *touched(box) {
    const { rows, boxes } = this.grid;
    for (let i = this.grid.rowAt(box.y); i < rows.length && rows[i].top <= box.y + box.h; i += 1) {
      for (let index = rows[i].from; index < rows[i].to; index += 1) {
        if (meet(boxes[index], box)) yield index;
      }
    }
  }
}

const meet = (a, b) => a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h;

const between = (a, b) => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  w: Math.abs(a.x - b.x),
  h: Math.abs(a.y - b.y),
});

function bandFor() {
  const made = document.createElement('li');
  made.className = 'band';
  made.setAttribute('role', 'presentation');
  return made;
}

function ringFor() {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'pick';
  made.tabIndex = -1; // by keys: x, on the work itself
  made.setAttribute('role', 'checkbox');
  made.setAttribute('aria-label', t('Select'));
  return made;
}
