// The pictures of a list, page by page, while the slideshow goes on.
import { ask } from '../api.js';
import { say } from '../say.js';

const NEAR = 12; // pictures before the end of what is here

export class Feed {
  constructor({ next = '', query = '' }, pages) {
    this.next = next;
    this.query = query;
    this.pages = pages;
    this.pending = false;
  }

  pageOf(work) {
    const said = this.query ? `?${new URLSearchParams({ q: this.query })}` : '';
    return `/artworks/${work}${said}`;
  }

  // Bring more when the end is near; answers whether some came.
  async near(index) {
    if (!this.next || this.pending || index < this.pages.length - NEAR) return false;
    this.pending = true;
    try {
      const asked = new URLSearchParams({ q: this.query, after: this.next, limit: 60 });
      if (!this.query) asked.delete('q');
      const { works, next } = await (await ask(`/api/gallery?${asked}`)).json();
      this.pages.push(...works.map(fromApi));
      this.next = next;
      return true;
    } catch (error) {
      say(error.message);
      return false;
    } finally {
      this.pending = false;
    }
  }
}

const fromApi = ({ id, sha256, width, height, frames, colour, title }) => ({
  sha: sha256,
  w: width,
  h: height,
  frames,
  colour,
  title,
  work: String(id),
});
