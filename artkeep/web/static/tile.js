// One work in the grid.

const SMALL = 512; // pixels, the longest side of a small picture

export function tile(work, box, isActive) {
  const item = document.createElement('li');
  item.className = 'tile';
  item.style.background = work.colour;
  const link = document.createElement('a');
  link.href = `/artworks/${work.id}`;
  link.tabIndex = isActive ? 0 : -1;
  const title = document.createElement('span');
  title.className = 'tile-title';
  title.textContent = work.title || 'Untitled';
  link.append(image(work, box), title);
  if (work.frames > 1) link.append(copyOf('#moves'));
  item.append(link);
  return item;
}

function image(work, box) {
  const made = document.createElement('img');
  made.alt = ''; // its title follows in words
  made.decoding = 'async';
  made.draggable = false;
  made.src = `/thumb/${work.sha}/${isSoft(work, box) ? 'l' : 's'}.webp`;
  return made;
}

// Whether the small picture would look soft in its box.
function isSoft(work, box) {
  const longest = Math.max(box.w, box.h) * devicePixelRatio;
  return longest > SMALL * 1.25 && Math.max(work.w, work.h) > SMALL;
}

const copyOf = (template) =>
  document.querySelector(template).content.firstElementChild.cloneNode(true);
