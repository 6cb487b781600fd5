// The reader: pages of a work, or pictures of a list; keys, bars, and what moves.
import { Book } from './reader/book.js';
import { take } from './reader/hands.js';
import { listen } from './keys.js';
import { Feed, pagesOf } from './reader/feed.js';
import { PlayerBar } from './reader/player-bar.js';
import { Looks, Place } from './reader/reading.js';
import { say } from './say.js';
import { Slideshow } from './reader/slideshow.js';
import { isStrip } from './reader/spreads.js';
import { Strip } from './reader/strip.js';
import { many, t } from './texts.js';

const IDLE = 2600; // milliseconds without a hand, before the bars go
const SOON = 300; // milliseconds on a page, before the address names it
const PATIENCE = 400; // milliseconds that leaving waits for the place to be kept
const body = document.body;
const find = (name) => document.querySelector(`[data-${name}]`);
const list = find('leaves');
const end = find('end');
const slider = find('slider');
const sheet = document.getElementById('keys');
const isList = 'list' in body.dataset;

const pages = pagesOf(list.children);
const looks = new Looks(find('looks'), !isList && isStrip(pages) ? { mode: 'strip' } : {});
const book = new Book(find('book'), pages, looks);
const strip = new Strip(list, pages, looks);
const place = new Place(body.dataset.keeps);
const player = new PlayerBar(find('player'));
const feed = new Feed(body.dataset, pages);
const show = new Slideshow({
  seconds: () => Number(looks.every),
  next: () => view.turn(1),
  isBusy: () => player.isBusy,
});
let view = null;
let naming = 0;

// ---- what is shown ------------------------------------------------------------------------------

function begin() {
  for (const name of ['count', 'tools']) find(name).hidden = false;
  document.querySelector('.reader-foot').hidden = false;
  if (isList) for (const one of document.querySelectorAll('[data-modes]')) one.hidden = true;
  if (!document.fullscreenEnabled) find('full').hidden = true;
  body.classList.add('is-live');
  body.classList.toggle('is-single', pages.length === 1 && !isList);
  if (!pages.length) return;
  for (const one of [book, strip]) {
    one.addEventListener('turn', turned);
    one.addEventListener('zoom', zoomed);
    one.addEventListener('past', ({ detail }) => past(detail));
  }
  const first = Math.min(pages.length, Number(body.dataset.start)) - 1;
  choose(first);
}

// A list is never a strip, which has an end; nor is a single picture.
const wanted = () => (looks.mode === 'strip' && !isList && pages.length > 1 ? strip : book);

function choose(page) {
  const next = wanted();
  const other = next === book ? strip : book;
  other.close();
  view = next;
  body.classList.toggle('is-strip', view === strip);
  body.dataset.ground = looks.ground;
  showEnd(false);
  view.open(page);
}

function turned() {
  if (!view) return;
  const { page, last } = view;
  const number = last + 1;
  const shown = page === last || view === strip ? `${number}` : `${page + 1}–${number}`;
  find('count').textContent = isList && feed.next ? shown : `${shown} / ${pages.length}`;
  if (view === book && !show.isOn) say(t('Page {page} of {count}', { page: shown, count: pages.length }));
  slider.max = pages.length;
  slider.value = number;
  slider.dir = looks.rtl ? 'rtl' : 'ltr';
  slider.setAttribute('aria-valuetext', t('Page {page} of {count}', { page: number, count: pages.length }));
  find('line').firstElementChild.style.transform = `scaleX(${number / pages.length})`;
  find('line').dir = slider.dir;
  showEnd(false);
  remember(page, number);
  player.watch(view.leaf);
  show.again();
  feed.near(page).then((came) => came && book.grow());
}

function remember(page, number) {
  if (isList) {
    nameWork(pages[page]);
    return;
  }
  if (pages.length > 1) place.at(number);
  clearTimeout(naming);
  naming = setTimeout(() => nameAddress(page + 1), SOON);
}

// Browsers take only so many changes of the address: one who leafs quickly makes none.
function nameAddress(number) {
  const address = new URL(location.href);
  address.searchParams.set('page', number);
  address.hash = '';
  history.replaceState(history.state, '', address);
}

function nameWork({ url, title }) {
  const link = find('work-link');
  link.href = url;
  link.firstElementChild.textContent = title || t('Untitled');
}

function zoomed() {
  find('zoom').textContent = t('{percent} %', { percent: Math.round(view.zoom * 100) });
}

function past(by) {
  if (by < 0) return;
  show.stop();
  showEnd(true);
}

// In a strip the end lies below the last page; a book shows it over the last opening.
function showEnd(isShown) {
  if (view === strip) {
    end.hidden = false;
    return;
  }
  if (end.hidden !== isShown) return;
  end.hidden = !isShown;
  body.classList.toggle('is-at-end', isShown);
  if (isShown) end.querySelector('a').focus();
  else if (end.contains(document.activeElement)) book.element.focus();
}

const isAtEnd = () => body.classList.contains('is-at-end');

// ---- hands --------------------------------------------------------------------------------------

let idle = 0;

function wake() {
  body.classList.remove('is-quiet');
  clearTimeout(idle);
  idle = setTimeout(() => body.classList.add('is-quiet'), IDLE);
}

function chrome() {
  clearTimeout(idle);
  body.classList.toggle('is-quiet');
}

function aside(by) {
  if (isAtEnd()) showEnd(false);
  else view.aside(by);
}

function read(by) {
  if (show.isOn && by > 0) show.stop();
  else if (isAtEnd()) {
    if (by < 0) showEnd(false);
  } else view.read(by);
}

// The page that one goes back to shall know how far one has read.
async function leave() {
  await Promise.race([place.send(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  const { href } = find('leave');
  const came = document.referrer && new URL(document.referrer);
  const isHome = came && came.origin === location.origin && came.pathname === new URL(href).pathname;
  if (isHome && history.length > 1) history.back();
  else location.assign(href);
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

const isOnControl = (event) => event.target.closest?.('button, a, select, summary');
const toggle = (name) => () => looks.choose(name, !looks[name]);
const mode = (name) => () => looks.choose('mode', name);
// Space and Enter press what has the focus; everywhere else they read on.
const unlessPressed = (action) => (event) => (isOnControl(event) ? false : action(event));

function enter() {
  if (!isList) return false;
  location.assign(pages[view.page].url);
  return true;
}

const keys = {
  ArrowLeft: () => aside(-1),
  ArrowRight: () => aside(1),
  a: () => aside(-1),
  d: () => aside(1),
  ArrowDown: () => (isAtEnd() ? false : view.nudge(1)),
  ArrowUp: () => (isAtEnd() ? showEnd(false) : view.nudge(-1)),
  ' ': unlessPressed((event) => read(event.shiftKey ? -1 : 1)),
  PageDown: () => read(1),
  PageUp: () => read(-1),
  Home: () => view.home(),
  End: () => view.end(),
  Enter: unlessPressed(enter),
  z: () => say(looks.next('fit')),
  b: () => say(looks.next('ground')),
  Z: toggle('lock'),
  '+': () => view.zoomTo(view.zoom * 1.25),
  '=': () => view.zoomTo(view.zoom * 1.25),
  '-': () => view.zoomTo(view.zoom / 1.25),
  0: () => view.refit(),
  '<': () => player.pace(-1),
  '>': () => player.pace(1),
  '?': () => sheet.open || sheet.showModal(),
  Escape: () => {
    if (document.querySelector(':popover-open')) return false;
    leave();
    return true;
  },
};
const modes = {
  1: mode('single'),
  2: mode('double'),
  3: mode('strip'),
  4: toggle('rtl'),
  5: toggle('alone'),
};

function attend() {
  listen(isList ? keys : { ...keys, ...modes });
  take(book, { aside, chrome });
  list.addEventListener('click', chrome);
  for (const one of ['focusin', 'scroll']) addEventListener(one, wake, { passive: true });
  // a finger calls the bars by a tap
  addEventListener('pointermove', ({ pointerType }) => pointerType === 'mouse' && wake());
  find('leave').addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    leave();
  });
  find('keys').addEventListener('click', () => sheet.showModal());
  find('full').addEventListener('click', full);
  find('show').addEventListener('click', () => show.toggle());
  find('in').addEventListener('click', () => view.zoomTo(view.zoom * 1.25));
  find('out').addEventListener('click', () => view.zoomTo(view.zoom / 1.25));
  slider.addEventListener('input', () => view.go(Number(slider.value) - 1));
  show.addEventListener('change', () => {
    find('show').setAttribute('aria-pressed', String(show.isOn));
    say(show.isOn ? many('Slideshow, {n} second each', 'Slideshow, {n} seconds each', Number(looks.every)) : t('Slideshow paused'));
  });
  looks.addEventListener('change', () => {
    if (!pages.length) return;
    choose(view.page);
    if (!looks.lock) view.refit();
  });
  // what was pressed with the mouse shall not take the keys that read on
  for (const bar of document.querySelectorAll('[data-chrome]')) {
    bar.addEventListener('click', ({ detail }) => detail && book.element.focus());
  }
}

begin();
if (pages.length) attend();
wake();
if (isList && pages.length) {
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) show.start();
  else say(many('{n} picture; s starts the slideshow', '{n} pictures; s starts the slideshow', pages.length));
}
