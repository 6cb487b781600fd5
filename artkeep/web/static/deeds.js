// The bar of a selection: what can be done with it, and how that is undone.
import { ask } from './api.js';
import { direction } from './direction.js';
import { say } from './say.js';
import { count, many, t } from './texts.js';
import { Thrown } from './thrown.js';

const COUNTED = 10_000; // works; more are not counted
const DONE = {
  trash: (n) => many('{n} work is in the trash.', '{n} works are in the trash.', n),
  never: (n) => many('{n} work is in the trash, never to come again.', '{n} works are in the trash, never to come again.', n),
  fetch: (n) => many('{n} work is asked for again.', '{n} works are asked for again.', n),
  restore: (n) => many('{n} work is back.', '{n} works are back.', n),
};
const STAYS = 8000; // milliseconds that words stay which ask nothing of anybody
const LEAVE = new Set(['trash', 'never']); // the gallery

const part = (name) => document.querySelector(`[data-${name}]`);

export class Deeds {
  constructor(selection) {
    this.selection = selection;
    this.grid = selection.grid;
    this.query = this.grid.list.dataset.q;
    this.undone = null; // what takes the last deed back
    this.timer = null;
    this.thrown = new Thrown();
    this.thrown.addEventListener('run', ({ detail }) => this.tellRun(detail));
    this.thrown.recall();
    selection.addEventListener('change', () => this.show());
    for (const button of document.querySelectorAll('[data-deed]')) {
      button.addEventListener('click', () => this.carryOut(button.dataset.deed));
    }
    part('pick-none').addEventListener('click', () => selection.none());
    part('pick-all').addEventListener('click', () => selection.whole());
    part('copy').addEventListener('click', () => this.copy());
    part('undo-do').addEventListener('click', () => this.undo());
    part('undo-close').addEventListener('click', () => this.keeping(() => this.closeUndo()));
  }

  get number() {
    const { isWhole, total, size } = this.selection;
    if (isWhole && total > COUNTED) return many('more than {n} work', 'more than {n} works', COUNTED);
    return many('{n} work', '{n} works', isWhole ? total : size);
  }

  show() {
    const { size, isWhole, total, grid } = this.selection;
    this.keeping(() => {
      part('picked').hidden = size === 0;
    });
    document.body.classList.toggle('is-picking', size > 0);
    if (!size) return;
    part('picked-count').textContent = t('{works} selected', { works: this.number });
    const all = part('pick-all');
    all.hidden = isWhole || size < grid.works.length || total <= size;
    all.textContent = total > COUNTED ? t('Select all of this search') : t('Select all {count} of this search', { count: count(total) });
    for (const link of document.querySelectorAll('[data-export]')) link.href = this.exported(link.dataset.export);
    for (const button of document.querySelectorAll('[data-deed="fetch"], [data-copy]')) button.disabled = isWhole;
    say(part('picked-count').textContent);
  }

  exported(format) {
    const which = this.selection.isWhole ? { q: this.query } : { ids: [...this.selection.picked.keys()].join(',') };
    const how = format === 'cbz' && direction() ? { read: direction() } : {};
    return `/export?${new URLSearchParams({ ...which, format, ...how })}`;
  }

  async carryOut(deed, ids = [...this.selection.picked.keys()]) {
    if (!document.querySelector(`[data-deed="${deed}"]`) || !ids.length) return;
    try {
      if (this.selection.isWhole) await this.withAll(deed);
      else await this.withSome(deed, ids);
    } catch (error) {
      this.tell(error.message);
    }
  }

  async withSome(deed, ids) {
    this.thrown.forget(); // the bar is for this now; a run that ends would load the page anew
    const { works, run, words } = await send({ deed, ids });
    const gone = LEAVE.has(deed) ? this.keeping(() => this.grid.remove(new Set(ids))) : [];
    this.counted(-gone.length);
    this.selection.none();
    const undone = LEAVE.has(deed) ? { ids, gone } : null;
    this.tell([DONE[deed](works), words].filter(Boolean).join(' '), undone, run);
  }

  async withAll(deed) {
    const works = this.number;
    const never = t('Throw away {works} and never fetch them again?', { works });
    if (!(await sure(deed === 'never' ? never : t('Throw away {works}?', { works })))) return;
    const { run } = await send({ deed, q: this.query });
    this.selection.none();
    await this.thrown.follow(run);
  }

  // How far a run is that throws away or takes back all that a search found.
  tellRun(run) {
    const isBack = run.kind === 'take_back';
    const isOver = run.at_end && !run.can_take_back; // or what it threw away is back or gone for good
    if (isOver) this.thrown.forget();
    if (isOver && !isBack && run.state !== 'failed') this.keeping(() => this.closeUndo());
    else this.write(run.line, isBack || isOver ? null : { run: run.id }, isBack && isOver ? null : run.id);
  }

  async undo() {
    const { undone } = this;
    if (!undone) return;
    const { ids, gone, run } = undone;
    const isKeyed = isSeen();
    this.closeUndo();
    try {
      if (run) {
        const back = await send({ deed: 'restore', run });
        await this.thrown.follow(back.run);
        return;
      }
      await send({ deed: 'restore', ids });
      this.grid.putBack(gone);
      this.counted(gone.length);
      this.tell(DONE.restore(ids.length));
      if (isKeyed) this.settle(gone[0]?.index);
    } catch (error) {
      this.tell(error.message, undone);
    }
  }

  // The number of works above the grid, where it was counted to the end.
  counted(more) {
    if (this.selection.total > COUNTED) return;
    this.selection.total += more;
    part('count').textContent = many('{n} work', '{n} works', this.selection.total);
  }

  // What was done last has the bar for itself: no run that was followed writes over it.
  tell(words, undone = null, run = null) {
    this.thrown.forget();
    this.write(words, undone, run);
  }

  write(words, undone, run) {
    this.undone = undone;
    part('undo-words').textContent = words;
    part('undo-do').hidden = undone === null;
    part('undo-run').hidden = run === null;
    if (run !== null) part('undo-run').href = `/activity/${run}`;
    part('undo').hidden = false;
    clearTimeout(this.timer);
    if (!undone && run === null) this.timer = setTimeout(() => this.closeUndo(), STAYS);
    say(words);
  }

  // Do what may take away what has the focus; by keys it goes back to the works then.
  keeping(action) {
    const isKeyed = isSeen();
    const done = action();
    if (isKeyed) this.settle();
    return done;
  }

  settle(index = this.grid.active) {
    const at = document.activeElement;
    if (at !== document.body && at.checkVisibility()) return;
    if (this.grid.works.length) this.grid.focus(Math.min(index, this.grid.works.length - 1));
    else document.getElementById('main').focus({ preventScroll: true });
  }

  closeUndo() {
    part('undo').hidden = true;
    this.undone = null;
    this.thrown.forget();
  }

  async copy() {
    const addresses = [...this.selection.picked.keys()].map((id) => `${location.origin}/artworks/${id}`);
    try {
      await navigator.clipboard.writeText(addresses.join('\n'));
      this.tell(many('{n} address copied.', '{n} addresses copied.', addresses.length));
    } catch {
      this.tell(t('This browser does not let pages copy.'));
    }
  }
}

async function send(wish) {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await ask('/api/works', { method: 'POST', headers, body: JSON.stringify(wish) });
  return answer.json();
}

// Whether the focus is where keys are pressed.
const isSeen = () => document.querySelector(':focus-visible') !== null;

// Ask whether somebody is sure.
function sure(words) {
  const dialog = part('sure');
  part('sure-words').textContent = words;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener('close', () => answer(dialog.returnValue === 'yes'), { once: true });
  });
}
