// The tray: what is being uploaded, one row a file, what was refused and why.
import { say } from './say.js';
import { count, many, t } from './texts.js';

const KEPT_ROWS = 60; // finished rows that stay; refused and failed ones stay longer
const KEPT_TROUBLE = 300;
const PICTURES = 12; // small pictures made from files at most at a time

const WORDS = {
  waiting: t('waiting'),
  sending: t('sending'),
  looking: t('looking at it'),
  new: t('kept'),
  known: t('here already'),
  refused: t('refused'),
  failed: t('not sent'),
};

export class Tray {
  constructor(element, uploads) {
    this.element = element;
    this.uploads = uploads;
    this.rows = new Map(); // upload → row, for those that are shown
    this.list = element.querySelector('[data-tray-list]');
    this.pending = false;
    uploads.addEventListener('change', ({ detail }) => this.change(detail));
    uploads.addEventListener('end', () => this.end());
    this.button('close').addEventListener('click', () => this.close());
    this.button('fold').addEventListener('click', () => this.fold());
  }

  button(name) {
    return this.element.querySelector(`[data-tray-${name}]`);
  }

  change(one) {
    this.element.hidden = false;
    this.element.classList.remove('is-done');
    this.button('close').hidden = true;
    if (one.state !== 'waiting') this.draw(one);
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => this.drawAll());
  }

  draw(one) {
    const row = this.rows.get(one) ?? this.begin(one);
    row.className = `tray-row is-${one.state}`;
    row.querySelector('progress').value = one.file.size ? one.sent / one.file.size : 1;
    const state = row.querySelector('.tray-state');
    state.textContent = one.reason && one.state !== 'known' ? one.reason : WORDS[one.state];
    if (one.artwork) this.link(row, one);
  }

  begin(one) {
    const row = document.querySelector('#tray-row').content.firstElementChild.cloneNode(true);
    row.querySelector('.tray-name').textContent = one.file.name;
    row.querySelector('progress').setAttribute('aria-label', one.file.name);
    if (this.rows.size < PICTURES) this.preview(row, one.file);
    this.rows.set(one, row);
    this.list.prepend(row);
    this.thin();
    return row;
  }

  preview(row, file) {
    if (!file.type.startsWith('image/') || file.size > 30e6) return;
    const picture = new Image();
    picture.alt = '';
    const url = URL.createObjectURL(file);
    picture.addEventListener('load', () => URL.revokeObjectURL(url));
    picture.addEventListener('error', () => picture.remove());
    picture.src = url;
    row.querySelector('.tray-thumb').append(picture);
  }

  link(row, one) {
    const name = row.querySelector('.tray-name');
    if (name.firstElementChild) return;
    const link = document.createElement('a');
    link.href = `/artworks/${one.artwork}`;
    link.textContent = one.file.name;
    name.replaceChildren(link);
    const thumb = row.querySelector('.tray-thumb');
    if (thumb.firstElementChild) return;
    thumb.append(Object.assign(new Image(), { alt: '', src: `/thumb/${one.sha}/s.webp` }));
  }

  // Rows of finished files go when there are many; those with a reason stay.
  thin() {
    if (this.rows.size <= KEPT_ROWS) return;
    const trouble = ({ state }) => state === 'refused' || state === 'failed';
    const active = ({ state }) => state === 'sending' || state === 'looking';
    for (const [one, row] of this.rows) {
      if (active(one) || (trouble(one) && this.rows.size < KEPT_TROUBLE)) continue;
      row.remove();
      this.rows.delete(one);
      return;
    }
  }

  drawAll() {
    this.pending = false;
    const { counts, files, left, bytes } = this.uploads;
    const done = files.length - left;
    this.button('word').textContent = left
      ? many('Adding {done} of {n} picture', 'Adding {done} of {n} pictures', files.length, { done: count(done) })
      : ended(counts, files.length);
    this.button('bar').value = bytes.all ? bytes.sent / bytes.all : 1;
    this.button('counts').textContent = told(counts);
    const hidden = done - [...this.rows.keys()].filter(({ state }) => state !== 'sending').length;
    this.button('more').hidden = hidden <= 0;
    this.button('more').textContent = many('and {n} more that went well', 'and {n} more that went well', hidden);
  }

  end() {
    this.drawAll();
    this.button('close').hidden = false;
    this.element.classList.add('is-done');
    this.offerAgain();
    say(`${ended(this.uploads.counts, this.uploads.files.length)} · ${told(this.uploads.counts)}`);
  }

  offerAgain() {
    this.element.querySelector('.tray-again')?.remove();
    if (!this.uploads.counts.failed) return;
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'button tray-again',
      textContent: t('Send the rest again'),
    });
    button.addEventListener('click', () => {
      button.remove();
      this.uploads.again();
    });
    this.button('counts').after(button);
  }

  close() {
    this.element.hidden = true;
    this.element.classList.remove('is-done');
    this.button('close').hidden = true;
    this.rows.clear();
    this.list.replaceChildren();
    this.uploads.forget();
  }

  fold() {
    const folded = this.element.classList.toggle('is-folded');
    this.button('fold').setAttribute('aria-expanded', String(!folded));
  }
}

const ended = (counts, all) =>
  counts.new
    ? many('{n} picture kept', '{n} pictures kept', counts.new)
    : many('Nothing new among {n} file', 'Nothing new among {n} files', all);

const told = (counts) =>
  [
    counts.new && many('{n} new', '{n} new', counts.new),
    counts.known && many('{n} here already', '{n} here already', counts.known),
    counts.refused && many('{n} refused', '{n} refused', counts.refused),
    counts.failed && many('{n} not sent', '{n} not sent', counts.failed),
  ]
    .filter(Boolean)
    .join(' · ');
