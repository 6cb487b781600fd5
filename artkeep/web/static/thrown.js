// All that a search found, thrown away or taken back by a run: how far that is, and the way back.
// The library knows what the run did; this tab only remembers which run, also over a reload.
import { ask } from './api.js';

const KEY = 'artkeep-thrown';

export class Thrown extends EventTarget {
  constructor() {
    super();
    this.id = null;
    document.addEventListener('artkeep:run', ({ detail }) => this.take(detail));
    document.addEventListener('artkeep:runs', () => {
      if (this.id) this.look().catch(() => this.forget()); // another library, or nobody answers
    });
  }

  // The run that this tab asked for last, if its words still stand.
  async recall() {
    const id = Number(sessionStorage.getItem(KEY));
    if (!id) return;
    try {
      await this.follow(id, false);
    } catch {
      this.forget(); // another library, or nobody answers
    }
  }

  // `reloads`: the works of this page are not what they will be at its end.
  async follow(id, reloads = true) {
    this.id = id;
    this.reloads = reloads;
    sessionStorage.setItem(KEY, id);
    await this.look();
  }

  // It may have ended before we knew its number, or while nobody listened.
  async look() {
    const answer = await ask(`/api/runs/${this.id}`);
    this.take(await answer.json());
  }

  take(run) {
    if (run.id !== this.id) return;
    if (run.at_end && this.reloads) {
      this.id = null;
      location.reload();
      return;
    }
    this.reloads ||= !run.at_end;
    this.dispatchEvent(new CustomEvent('run', { detail: run }));
  }

  forget() {
    this.id = null;
    sessionStorage.removeItem(KEY);
  }
}
