// One work in the grid.
import { many, t } from './texts.js';

const SMALL = 512; // pixels, the longest side of a small picture

// `quality`: how the pictures of lists were chosen to be.
export function tile(work, box, isActive, carried, quality) {
  const item = document.createElement('li');
  item.className = work.nsfw ? 'tile is-nsfw' : 'tile';
  item.style.background = work.colour;
  const link = document.createElement('a');
  link.href = `/artworks/${work.id}${carried}`;
  link.tabIndex = isActive ? 0 : -1;
  link.draggable = false;
  if (quality !== 'none') link.append(image(address(work, box, quality)));
  link.append(title(work));
  item.append(link);
  const signs = badges(work);
  if (signs) {
    link.setAttribute('aria-describedby', signs.id);
    item.append(signs);
  }
  return item;
}

function title(work) {
  const made = document.createElement('span');
  made.className = 'tile-title';
  made.dir = 'auto';
  made.textContent = work.title || t('Untitled');
  if (work.artist) made.dataset.artist = work.artist; // shown, but no part of the work's name
  return made;
}

function image(src) {
  const made = document.createElement('img');
  made.alt = ''; // its title follows in words
  made.decoding = 'async';
  made.draggable = false;
  made.src = src;
  return made;
}

function address(work, box, quality) {
  if (quality === 'original') return `/screen/${work.sha}`;
  if (quality && quality !== 'auto') return `/image/${work.sha}/${quality}.jpg`;
  return `/thumb/${work.sha}/${isSoft(work, box) ? 'l' : 's'}.webp`;
}

// Whether the small picture would look soft in its box.
function isSoft(work, box) {
  const longest = Math.max(box.w, box.h) * devicePixelRatio;
  return longest > SMALL * 1.25 && Math.max(work.w, work.h) > SMALL;
}

function badges(work) {
  const names = [...(work.frames > 1 ? ['play'] : []), ...work.marks];
  if (!names.length && work.pages < 2) return null;
  const made = document.createElement('span');
  made.className = 'badges';
  made.id = `signs-${work.id}`;
  if (work.pages > 1) made.append(pages(work.pages));
  made.append(...names.map((name) => copyOf(`#badge-${name}`)));
  return made;
}

function pages(number) {
  const made = copyOf('#badge-pages');
  made.title = many('{n} page', '{n} pages', number);
  made.querySelector('.unseen').textContent = made.title;
  made.querySelector('b').textContent = number;
  return made;
}

const copyOf = (template) =>
  document.querySelector(template).content.firstElementChild.cloneNode(true);
