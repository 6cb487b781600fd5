// What moves, with its true timing: played on a canvas frame by frame, paused and stepped.
// Where a browser cannot take a picture apart, it plays it by itself, and pause shows it still.
import { framesOf } from './frames.js';

const BEHIND = 500; // milliseconds; later than this, time is not made up for

export function moving(page, box, picture, options) {
  return new Player(page, box, picture, options);
}

class Player extends EventTarget {
  constructor(page, box, picture, { isStill, speed }) {
    super();
    this.page = page;
    this.picture = picture;
    this.canvas = document.createElement('canvas');
    this.canvas.hidden = true;
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', picture.alt);
    box.append(this.canvas);
    this.isPlaying = !isStill;
    this.speed = speed;
    this.index = 0;
    this.wanted = 0; // the frame that was asked for last, and is shown when it has come
    this.delay = 0;
    this.isClosed = false;
    this.source = null;
    this.turn = 0; // whoever began to play before this stops
    this.rounds = 0; // how often it was shown to its end
    this.opened = this.open();
  }

  get count() {
    return this.source?.count ?? this.page.frames;
  }

  // Whether its frames can be had one by one.
  get hasFrames() {
    return Boolean(this.source);
  }

  async open() {
    try {
      this.source = await framesOf(this.page.sha);
    } catch {
      this.source = null;
    }
    if (this.isClosed) return void this.source?.close();
    if (this.source) await this.show(0);
    else this.byItself();
    if (this.isPlaying) this.play();
    this.tell();
  }

  byItself() {
    this.picture.src = this.isPlaying ? `/screen/${this.page.sha}` : `/thumb/${this.page.sha}/s.webp`;
  }

  play() {
    this.isPlaying = true;
    if (this.source) this.run((this.turn += 1));
    else this.byItself();
    this.tell();
  }

  pause() {
    this.isPlaying = false;
    this.turn += 1;
    if (!this.source) this.byItself();
    this.tell();
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  async step(by) {
    this.pause();
    if (this.source) await this.show((this.wanted + by + this.count) % this.count);
  }

  async run(turn) {
    let due = performance.now() + this.delay / this.speed;
    while (turn === this.turn) {
      this.source.prepare((this.index + 1) % this.count);
      await until(due);
      if (turn !== this.turn) return;
      await this.show((this.index + 1) % this.count);
      if (this.index === 0) this.rounds += 1;
      due = Math.max(due, performance.now() - BEHIND) + this.delay / this.speed;
    }
  }

  async show(index) {
    this.wanted = index;
    const { image, delay } = await this.source.frame(index);
    if (this.isClosed || this.wanted !== index) return;
    if (this.canvas.hidden) {
      this.canvas.width = image.displayWidth ?? image.width;
      this.canvas.height = image.displayHeight ?? image.height;
      this.canvas.hidden = false;
    }
    const pen = this.canvas.getContext('2d');
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.drawImage(image, 0, 0, this.canvas.width, this.canvas.height);
    this.index = index;
    this.delay = delay;
    this.tell();
  }

  tell() {
    if (!this.isClosed) this.dispatchEvent(new Event('change'));
  }

  close() {
    this.isClosed = true;
    this.turn += 1;
    this.source?.close();
    this.canvas.remove();
    if (!this.source) this.picture.src = `/thumb/${this.page.sha}/s.webp`;
  }
}

const until = (due) =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, due - performance.now()));
  });
