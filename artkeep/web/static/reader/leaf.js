// One page before the eyes: its picture in a box that has its shape from the start.
import { moving } from './moving.js';

const SCREEN = 1600; // pixels, the longest side of a screen-sized picture

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

  // CSS pixels; asks for as sharp a picture as fits.
  resize({ w, h }) {
    this.box.style.width = `${w}px`;
    this.box.style.height = `${h}px`;
    this.picture.sizes = `${Math.ceil(w)}px`;
    if (!this.picture.src) this.load();
  }

  load() {
    const { sha, w, h, frames } = this.page;
    this.picture.addEventListener('load', () => this.bare());
    this.picture.addEventListener('error', () => this.box.classList.add('is-broken'));
    if (frames > 1) {
      this.picture.src = `/thumb/${sha}/s.webp`; // still; what moves comes when it is looked at
      return;
    }
    const longest = Math.max(w, h);
    if (longest > SCREEN) {
      const middle = `/thumb/${sha}/l.webp`;
      const width = Math.round((w * SCREEN) / longest);
      this.picture.srcset = `${middle} ${width}w, /screen/${sha} ${w}w`;
    }
    this.picture.src = `/screen/${sha}`;
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
