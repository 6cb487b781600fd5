// What can be done with one work: a right press, or the menu key.
import { t } from './texts.js';

export class Menu {
  constructor(grid, selection, deeds) {
    this.grid = grid;
    this.element = document.querySelector('[data-menu]');
    this.index = 0;
    this.selection = selection;
    const act = (name, action) =>
      this.element.querySelector(`[data-menu-${name}]`)?.addEventListener('click', () => {
        this.close();
        action();
      });
    act('pick', () => selection.toggle(this.index));
    act('trash', () => deeds.carryOut('trash', [grid.works[this.index].id]));
  }

  listen() {
    this.grid.list.addEventListener('contextmenu', (event) => this.open(event));
    this.element.addEventListener('keydown', (event) => this.press(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!this.element.contains(relatedTarget)) this.element.hidden = true;
    });
  }

  get items() {
    return [...this.element.querySelectorAll('[role=menuitem]')];
  }

  open(event) {
    const tile = event.target.closest('.tile');
    if (!tile || event.shiftKey) return; // with Shift the browser's own, as elsewhere
    event.preventDefault();
    if (event.pointerType === 'touch') return; // a long press selects
    this.index = Number(tile.dataset.index);
    const page = `/artworks/${this.grid.works[this.index].id}`;
    this.element.querySelector('[data-menu-open]').href = page + this.grid.carried;
    this.element.querySelector('[data-menu-read]').href = `${page}/read${this.grid.carried}`;
    const isPicked = this.selection.has(this.index);
    this.element.querySelector('[data-menu-pick]').textContent = isPicked ? t('Select no longer') : t('Select');
    this.element.hidden = false;
    this.put(event, tile);
    this.items[0].focus({ preventScroll: true });
  }

  // At the pointer, or at the work when a key was pressed; always inside the window.
  put(event, tile) {
    const box = tile.getBoundingClientRect();
    const byKey = event.button !== 2;
    const [x, y] = byKey ? [box.left + 12, box.top + 12] : [event.clientX, event.clientY];
    const { offsetWidth, offsetHeight, style } = this.element;
    style.left = `${Math.max(4, Math.min(x, innerWidth - offsetWidth - 4))}px`;
    style.top = `${Math.max(4, Math.min(y, innerHeight - offsetHeight - 4))}px`;
  }

  press(event) {
    const at = this.items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) this.items.at(to % this.items.length).focus();
    else if (event.key === 'Escape' || event.key === 'Tab') this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  close() {
    this.element.hidden = true;
    this.grid.focus(this.index);
  }
}
