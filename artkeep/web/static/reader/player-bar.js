// The bar of what moves: play, pause, a frame back or on, how quick. One at a time is played.
import { t } from '../texts.js';

const still = matchMedia('(prefers-reduced-motion: reduce)');

export class PlayerBar {
  constructor(element) {
    this.element = element;
    this.player = null;
    this.leaf = null;
    this.speed = 1;
    this.find('frame-play').addEventListener('click', () => this.player?.toggle());
    this.find('frame-back').addEventListener('click', () => this.player?.step(-1));
    this.find('frame-on').addEventListener('click', () => this.player?.step(1));
    this.find('speed').addEventListener('change', ({ target }) => this.setSpeed(Number(target.value)));
  }

  find(name) {
    return this.element.querySelector(`[data-${name}]`);
  }

  // Whether what moves has not yet been seen to its end.
  get isBusy() {
    return Boolean(this.player?.isPlaying && this.player.hasFrames && this.player.rounds < 1);
  }

  async watch(leaf) {
    if (leaf.page === this.leaf?.page && this.player && !this.player.isClosed) return;
    this.leaf = leaf;
    const player = await leaf.look({ isStill: still.matches, speed: this.speed });
    if (this.leaf !== leaf) return; // turned on meanwhile
    this.player = player;
    this.element.hidden = !player;
    if (!player) return;
    player.addEventListener('change', () => this.draw());
    this.draw();
  }

  draw() {
    const { isPlaying, hasFrames, index, count, delay } = this.player;
    this.element.classList.toggle('is-playing', isPlaying);
    this.find('frame-play').setAttribute('aria-label', isPlaying ? t('Pause') : t('Play'));
    for (const name of ['frame-back', 'frame-on', 'speed', 'frame']) this.find(name).hidden = !hasFrames;
    this.find('frame').textContent = t('{frame} / {count} · {delay} ms', { frame: index + 1, count, delay: Math.round(delay) });
  }

  pace(by) {
    const field = this.find('speed');
    field.selectedIndex = Math.min(field.length - 1, Math.max(0, field.selectedIndex + by));
    this.setSpeed(Number(field.value));
  }

  setSpeed(speed) {
    this.speed = speed;
    if (this.player) this.player.speed = speed;
  }
}
