// The frames of what moves, one by one: { count, frame(index) → { image, delay }, prepare, close }.
// `delay` is milliseconds. Frames stay packed until they are shown; a few lie ready.
import { ask } from '../api.js';

const ZIP = 'application/x-ugoira';
const READY = 4;
const TOO_QUICK = 10; // milliseconds; browsers show such a frame for longer, as its maker saw it
const USUAL = 100;

// Null where this browser cannot take the picture apart.
export async function framesOf(sha) {
  const answer = await ask(`/image/${sha}`);
  const type = answer.headers.get('content-type');
  if (type === ZIP) return fromZip(sha, answer);
  const known = type === 'image/apng' ? 'image/png' : type;
  if (await window.ImageDecoder?.isTypeSupported(known)) return fromFile(answer, known);
  answer.body.cancel();
  return null;
}

// A zip: its bytes are asked for once, and a frame is there as soon as its own have come.
async function fromZip(sha, answer) {
  const listed = await (await ask(`/api/frames/${sha}`)).json();
  const bytes = new Arriving(answer, listed.at(-1));
  const opened = new Shelf(async ({ start, length, is_packed: isPacked }) => {
    const packed = await bytes.take(start, start + length);
    return createImageBitmap(isPacked ? await inflated(packed) : new Blob([packed]));
  });
  return {
    count: listed.length,
    frame: async (index) => ({
      image: await opened.take(index, listed[index]),
      delay: listed[index].delay,
    }),
    prepare: (index) => opened.take(index, listed[index]).catch(() => {}),
    close: () => {
      bytes.cancel();
      opened.close();
    },
  };
}

const inflated = (packed) =>
  new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).blob();

// What comes over the network, to be read as far as it is here.
class Arriving {
  constructor(answer, last) {
    this.bytes = new Uint8Array(Number(answer.headers.get('content-length')) || last.start + last.length);
    this.here = 0;
    this.waiting = []; // { to, resolve, reject }
    this.reader = answer.body.getReader();
    this.isEnded = false;
    this.fill();
  }

  async fill() {
    try {
      for (;;) {
        const { value, done } = await this.reader.read();
        if (done) break;
        this.bytes.set(value.subarray(0, this.bytes.length - this.here), this.here);
        this.here += value.length;
        this.serve();
      }
    } catch {
      // those who wait are told below
    }
    this.isEnded = true;
    this.serve();
  }

  serve() {
    this.waiting = this.waiting.filter((one) => {
      if (one.to <= this.here) one.resolve();
      else if (this.isEnded) one.reject(new Error('the rest did not come'));
      else return true;
      return false;
    });
  }

  async take(from, to) {
    await new Promise((resolve, reject) => {
      this.waiting.push({ to, resolve, reject });
      this.serve();
    });
    return this.bytes.slice(from, to);
  }

  cancel() {
    this.reader.cancel().catch(() => {});
  }
}

// What was opened last, so that going on does not wait and memory stays small.
class Shelf {
  constructor(open) {
    this.open = open;
    this.held = new Map(); // index → promise of an image
  }

  take(index, ...how) {
    const there = this.held.get(index) ?? this.open(...how);
    this.held.delete(index);
    this.held.set(index, there);
    for (const old of [...this.held.keys()].slice(0, -READY)) this.drop(old);
    return there;
  }

  drop(index) {
    const there = this.held.get(index);
    this.held.delete(index);
    there.then((image) => image.close(), () => {});
  }

  close() {
    for (const index of [...this.held.keys()]) this.drop(index);
  }
}

// GIF, APNG, WebP, AVIF: the browser's own decoder takes it apart, where there is one.
async function fromFile({ body }, type) {
  const decoder = new window.ImageDecoder({ data: body, type });
  await decoder.tracks.ready;
  await decoder.completed;
  const opened = new Shelf(async (frameIndex) => (await decoder.decode({ frameIndex })).image);
  return {
    count: decoder.tracks.selectedTrack.frameCount,
    frame: async (index) => {
      const image = await opened.take(index, index);
      const delay = image.duration / 1000; // told in microseconds
      return { image, delay: delay > TOO_QUICK ? delay : USUAL };
    },
    prepare: (index) => opened.take(index, index).catch(() => {}),
    close: () => {
      opened.close();
      decoder.close();
    },
  };
}
