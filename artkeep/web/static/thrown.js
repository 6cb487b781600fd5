// All that a search found, thrown away or taken back by a run: how far that is, and the way back.
// The library knows what the run did; this tab only remembers which run, also over a reload.
import { ask } from './api.js';

const KEY = 'artkeep-thrown';

export class Thrown extends EventTarget {
  constructor() {
    super();
    this.id = null;
    document.addEventListener('artkeep:run', ({ detail }) => this.hear(detail));
    document.addEventListener('artkeep:runs', () => {
      if (this.id) this.look();
    });
  }

  // The run that this tab asked for last, if its words still stand.
  async recall() {
    const id = Number(sessionStorage.getItem(KEY));
    if (id) await this.follow(id, false);
  }

  // `reloads`: the works of this page are not what they will be at its end.
  async follow(id, reloads = true) {
    this.id = id;
    this.reloads = reloads;
    sessionStorage.setItem(KEY, id);
    await this.look();
  }

  // It may have ended before we knew its number, or while nobody listened, and what it did may have
  // been undone elsewhere.
  async look() {
    const { id } = this;
    try {
      const answer = await ask(`/api/runs/${id}`);
      this.take(await answer.json());
    } catch (error) {
      if (error.status === 404 && id === this.id) this.forget(); // another library
    } // who does not answer now is asked again when the stream goes on
  }

  // Only who asks is told what can still be taken back, which counts at its end.
  hear(run) {
    if (run.id !== this.id) return;
    if (run.at_end) this.look();
    else this.take(run);
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
