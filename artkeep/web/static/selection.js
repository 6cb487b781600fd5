// Which works of a grid are selected: some of them, or all that the search finds.
import { t } from './texts.js';

export class Selection extends EventTarget {
  constructor(grid, total) {
    super();
    this.grid = grid;
    this.total = total; // works the search finds; more than were counted when above 10,000
    this.picked = new Map(); // id → work
    this.isWhole = false;
    this.from = null; // the index that a range begins at
    grid.dress = (element, work) => this.dress(element, work);
  }

  get size() {
    return this.picked.size;
  }

  has(index) {
    return this.picked.has(this.grid.works[index]?.id);
  }

  toggle(index) {
    this.from = index;
    if (this.has(index)) this.picked.delete(this.grid.works[index].id);
    else this.add([index]);
    this.tell();
  }

  // From where the last one was selected to here.
  range(index) {
    const from = this.from ?? index;
    this.from = from;
    const [low, high] = from < index ? [from, index] : [index, from];
    this.add(Array.from({ length: high - low + 1 }, (_, i) => low + i));
    this.tell();
  }

  // Exactly these beside what was selected before.
  band(before, indexes) {
    this.picked = new Map(before);
    this.add(indexes);
    this.tell();
  }

  all() {
    this.add(this.grid.works.keys());
    this.tell();
  }

  whole() {
    this.all();
    this.isWhole = true;
    this.tell(true);
  }

  none() {
    this.picked.clear();
    this.from = null;
    this.tell();
  }

  add(indexes) {
    for (const index of indexes) {
      const work = this.grid.works[index];
      if (work) this.picked.set(work.id, work);
    }
  }

  tell(isWhole = false) {
    this.isWhole = isWhole;
    for (const [index, element] of this.grid.drawn) this.dress(element, this.grid.works[index]);
    this.dispatchEvent(new Event('change'));
  }

  dress(element, work) {
    const isPicked = this.picked.has(work.id);
    element.classList.toggle('is-picked', isPicked);
    const link = element.querySelector('a');
    const said = link.querySelector('.picked-said');
    if (isPicked && !said) link.append(saying());
    if (!isPicked) said?.remove();
  }
}

function saying() {
  const made = document.createElement('span');
  made.className = 'picked-said unseen';
  made.textContent = t(', selected');
  return made;
}
