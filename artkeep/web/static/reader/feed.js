// The pictures of a list, page by page, while the slideshow goes on.
import { ask } from '../api.js';
import { say } from '../say.js';

const NEAR = 12; // pictures before the end of what is here

// What the server wrote of each page, as the reader knows it.
export const pagesOf = (items) =>
  [...items].map(({ dataset }) => ({
    sha: dataset.sha,
    w: Number(dataset.w),
    h: Number(dataset.h),
    frames: Number(dataset.frames),
    colour: dataset.colour,
    title: dataset.title ?? '',
    work: dataset.work,
    url: dataset.url,
  }));

export class Feed {
  constructor({ next = '' }, pages) {
    this.next = next; // the address of what follows
    this.pages = pages;
    this.pending = false;
  }

  // Bring more when the end is near; answers whether some came.
  async near(index) {
    if (!this.next || this.pending || index < this.pages.length - NEAR) return false;
    this.pending = true;
    try {
      const answer = await ask(this.next, { headers: { 'HX-Request': 'true' } });
      const template = document.createElement('template');
      template.innerHTML = await answer.text(); // rendered and escaped by our own server
      const list = template.content.firstElementChild;
      this.pages.push(...pagesOf(list.children));
      this.next = list.dataset.next ?? '';
      return true;
    } catch (error) {
      say(error.message);
      return false;
    } finally {
      this.pending = false;
    }
  }
}
