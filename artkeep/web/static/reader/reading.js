// How a person likes to read, kept in this browser, and the form that says so.
// And how far they are, kept by the server.
import { token } from '../api.js';
import { SHELF, said } from '../direction.js';

const USUAL = {
  mode: 'single',
  rtl: false,
  alone: true,
  fit: 'whole',
  lock: false,
  every: '5',
  ground: 'theme',
};
const GROUNDS = ['theme', 'white', 'black', 'checks'];
const FITS = ['whole', 'width', 'height', 'actual'];
const SOON = 600; // milliseconds on a page before it counts

export class Looks extends EventTarget {
  constructor(form, first = {}) {
    super();
    this.form = form;
    Object.assign(this, USUAL, first, said());
    form.addEventListener('change', () => this.take());
    form.addEventListener('submit', (event) => event.preventDefault());
    this.fill();
  }

  fill() {
    for (const name of Object.keys(USUAL)) {
      const field = this.form.elements[name];
      if (field.type === 'checkbox') field.checked = this[name];
      else field.value = this[name];
    }
    this.form.elements.alone.disabled = this.mode !== 'double';
  }

  take() {
    for (const name of Object.keys(USUAL)) {
      const field = this.form.elements[name];
      this[name] = field.type === 'checkbox' ? field.checked : field.value;
    }
    this.keep();
  }

  choose(name, value) {
    this[name] = value;
    this.keep();
  }

  // Choose what follows; answers with its words.
  next(name, among = { fit: FITS, ground: GROUNDS }[name]) {
    this.choose(name, among[(among.indexOf(this[name]) + 1) % among.length]);
    const field = this.form.elements[name];
    const chosen = field.selectedOptions?.[0] ?? this.form.querySelector(`[name=${name}]:checked`).labels[0];
    return chosen.textContent.trim();
  }

  keep() {
    const chosen = Object.fromEntries(Object.keys(USUAL).map((name) => [name, this[name]]));
    localStorage.setItem(SHELF, JSON.stringify(chosen));
    this.fill();
    this.dispatchEvent(new Event('change'));
  }
}

// Tells the server the page that is read, when somebody has stayed on it or leaves.
export class Place {
  constructor(url) {
    this.url = url;
    this.page = null;
    this.told = null;
    this.timer = 0;
    addEventListener('pagehide', () => this.send());
  }

  at(page) {
    this.page = page;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), SOON);
  }

  async send() {
    if (!this.url || this.page === null || this.page === this.told) return;
    this.told = this.page;
    const headers = { 'X-CSRF-Token': token() };
    const body = new URLSearchParams({ page: this.page });
    try {
      await fetch(this.url, { method: 'POST', headers, body, keepalive: true });
    } catch {
      this.told = null; // the next page is told, or the same one again
    }
  }
}
