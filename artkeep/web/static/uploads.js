// Files on their way into the library: a few at a time, each with its progress and its end.
import { token } from './api.js';
import { t } from './texts.js';

const AT_ONCE = 3;

export class Uploads extends EventTarget {
  constructor(maxBytes) {
    super();
    this.maxBytes = maxBytes;
    this.waiting = [];
    this.active = 0;
    this.forget();
  }

  forget() {
    this.files = []; // { file, state, sent, reason, artwork, sha }
    this.counts = { new: 0, known: 0, refused: 0, failed: 0 };
    this.bytes = { all: 0, sent: 0 };
  }

  add(file) {
    const one = { file, state: 'waiting', sent: 0, reason: '', artwork: null, sha: null };
    this.files.push(one);
    this.waiting.push(one);
    this.bytes.all += file.size;
    this.tell('change', one);
    this.next();
  }

  get left() {
    return this.waiting.length + this.active;
  }

  next() {
    while (this.active < AT_ONCE && this.waiting.length) {
      this.active += 1;
      this.send(this.waiting.shift()).finally(() => {
        this.active -= 1;
        this.next();
        if (!this.left) this.tell('end');
      });
    }
  }

  async send(one) {
    one.state = 'sending';
    this.tell('change', one);
    if (one.file.size > this.maxBytes) {
      this.finish(one, { status: 'refused', reason: t('larger than this library takes') });
      return;
    }
    this.finish(one, await post(one.file, (sent) => this.progress(one, sent)));
  }

  progress(one, sent) {
    this.bytes.sent += sent - one.sent;
    one.sent = sent;
    if (sent >= one.file.size) one.state = 'looking';
    this.tell('change', one);
  }

  finish(one, { status, reason, artwork_id: artwork, sha256: sha }) {
    Object.assign(one, { state: status, reason: reason ?? '', artwork, sha });
    this.bytes.sent += one.file.size - one.sent;
    one.sent = one.file.size;
    this.counts[status] += 1;
    this.tell('change', one);
  }

  // Those that the network lost go once more.
  again() {
    const failed = this.files.filter((one) => one.state === 'failed');
    this.counts.failed = 0;
    for (const one of failed) {
      Object.assign(one, { state: 'waiting', reason: '' });
      this.bytes.sent -= one.sent;
      one.sent = 0;
      this.waiting.push(one);
      this.tell('change', one);
    }
    this.next();
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

const refused = ({ message }) => ({ status: 'refused', reason: message });

// XMLHttpRequest, because fetch does not say how much was sent.
function post(file, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const failed = (reason) => resolve({ status: 'failed', reason });
    request.open('POST', `/api/pictures?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('X-CSRF-Token', token());
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('error', () => failed(t('the connection was lost')));
    request.addEventListener('abort', () => failed(t('stopped')));
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(request.response);
      else if (request.response?.error?.startsWith('Picture')) resolve(refused(request.response));
      else failed(request.response?.message ?? t('Artkeep answered {status}.', { status: request.status }));
    });
    request.send(file);
  });
}
