// One page before the eyes: its picture in a box that has its shape from the start.
import { moving } from './moving.js';

const SCREEN = 1600; // pixels, the longest side of a screen-sized picture

// Ask for a picture as sharp as it is shown, CSS pixels wide; the browser chooses.
export function sharpen(picture, { sha, w, h }, width) {
  picture.sizes = `${Math.ceil(width)}px`;
  const longest = Math.max(w, h);
  if (picture.srcset || longest <= SCREEN) return;
  const middle = `/thumb/${sha}/l.webp`;
  picture.srcset = `${middle} ${Math.round((w * SCREEN) / longest)}w, /screen/${sha} ${w}w`;
}

export class Leaf {
  constructor(page, label) {
    this.page = page;
    this.box = document.createElement('figure');
    this.box.className = 'leaf';
    this.box.style.backgroundColor = page.colour;
    this.box.style.backgroundImage = `url("/thumb/${page.sha}/s.webp")`;
    this.picture = new Image();
    this.picture.alt = label;
    this.picture.decoding = 'async';
    this.picture.draggable = false;
    this.player = null;
    this.box.append(this.picture);
  }

  // CSS pixels.
  resize({ w, h }) {
    this.box.style.width = `${w}px`;
    this.box.style.height = `${h}px`;
    if (this.page.frames === 1) sharpen(this.picture, this.page, w);
    if (!this.picture.src) this.load();
  }

  load() {
    const { sha, frames } = this.page;
    this.picture.addEventListener('load', () => this.bare());
    this.picture.addEventListener('error', () => this.box.classList.add('is-broken'));
    // what moves comes when it is looked at; until then it is still
    this.picture.src = frames > 1 ? `/thumb/${sha}/s.webp` : `/screen/${sha}`;
  }

  // The small picture below would shine through one that lets light through.
  bare() {
    this.box.style.backgroundImage = '';
    this.box.style.backgroundColor = '';
  }

  // Begin to move, where it does; `told` hears of each frame. Ends with `leave`.
  async look(options) {
    if (this.page.frames < 2 || this.player) return this.player;
    this.player = moving(this.page, this.box, this.picture, options);
    return this.player;
  }

  leave() {
    this.player?.close();
    this.player = null;
  }
}
