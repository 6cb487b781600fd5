// The search box: how the word under the cursor may go on. Without it the box is a plain form.
import { ask } from './api.js';
import { say } from './say.js';
import { count, many, t } from './texts.js';

const WAIT = 80; // milliseconds after a key before the library is asked

class Box {
  constructor(input, number) {
    this.input = input;
    this.list = document.createElement('ul');
    this.list.id = `suggestions-${number}`;
    this.list.className = 'suggestions';
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', t('How it may go on'));
    this.list.hidden = true;
    input.form.append(this.list);
    this.some = [];
    this.about = ''; // the question that these answer
    this.waiting = []; // what is done once the list answers what is written now
    this.isPressed = false;
    this.chosen = -1;
    this.asking = null;
    this.timer = null;
    this.beComboBox();
    this.listen();
  }

  beComboBox() {
    const told = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': this.list.id };
    for (const [name, value] of Object.entries(told)) this.input.setAttribute(name, value);
    this.input.setAttribute('aria-expanded', 'false');
  }

  listen() {
    // while a word is being composed (Japanese, Chinese, Korean) it is nobody's business yet
    this.input.addEventListener('input', (event) => {
      this.choose(-1);
      if (!event.isComposing) this.soon();
    });
    this.input.addEventListener('compositionstart', () => this.close());
    this.input.addEventListener('compositionend', () => this.soon());
    this.input.addEventListener('keydown', (event) => this.press(event));
    this.input.addEventListener('blur', () => this.close());
    // the focus stays in the box, and the list as it is until the finger is lifted
    for (const down of ['pointerdown', 'mousedown']) {
      this.list.addEventListener(down, (event) => event.preventDefault());
    }
    this.list.addEventListener('pointerdown', () => {
      this.isPressed = true;
    });
    for (const up of ['pointerup', 'pointercancel']) addEventListener(up, () => this.lift());
    // not before: what lies below the list would get the click of a finger
    this.list.addEventListener('click', ({ target }) => {
      const option = target.closest('[role=option]');
      if (option) this.take([...this.list.children].indexOf(option));
    });
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  lift() {
    if (!this.isPressed) return;
    this.isPressed = false;
    if (!this.list.hidden && this.isOld) this.soon();
  }

  get question() {
    const text = this.input.value;
    const at = [...text.slice(0, this.input.selectionStart)].length; // characters, not halves of them
    return String(new URLSearchParams({ q: text, at }));
  }

  get isOld() {
    return this.about !== this.question;
  }

  async ask() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const { question } = this;
    try {
      const answer = await ask(`/api/suggest?${question}`, { signal: asking.signal });
      const { suggestions } = await answer.json();
      if (asking.signal.aborted || this.isPressed || document.activeElement !== this.input) return;
      this.show(suggestions, question);
    } catch (error) {
      if (!asking.signal.aborted) say(error.message);
    }
  }

  show(some, about = '') {
    const isSame = words(some) === words(this.some);
    this.some = some;
    this.about = about;
    if (isSame) return; // what is chosen of it stays chosen
    this.list.replaceChildren(...some.map((one, i) => option(one, `${this.list.id}-${i}`)));
    this.list.hidden = some.length === 0;
    this.input.setAttribute('aria-expanded', String(some.length > 0));
    this.choose(-1);
    if (some.length) say(many('{n} suggestion', '{n} suggestions', some.length));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.show([]);
  }

  choose(index) {
    this.list.children[this.chosen]?.setAttribute('aria-selected', 'false');
    this.chosen = index;
    const option = this.list.children[index];
    if (!option) {
      this.input.removeAttribute('aria-activedescendant');
      return;
    }
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', option.id);
  }

  press(event) {
    if (event.isComposing) return;
    const action = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      Enter: () => this.enter(),
      Escape: () => this.leave(),
    }[event.key];
    if (action && action() !== false) event.preventDefault();
  }

  step(by) {
    if (this.list.hidden) return void this.ask();
    if (this.isOld) return void this.later(() => this.step(by));
    const round = this.some.length + 1; // one of the places is the box itself
    return this.choose(((this.chosen + 1 + by + round) % round) - 1);
  }

  enter() {
    if (this.waiting.length) return void this.later(() => this.enter() === false && this.input.form.requestSubmit());
    return this.chosen >= 0 && this.take(this.chosen);
  }

  // Keys may be quicker than answers: they mean the list of what is written, not the one before.
  async later(deed) {
    this.waiting.push(deed);
    if (this.waiting.length > 1) return;
    await this.ask();
    const deeds = this.waiting.splice(0);
    if (!this.isOld) deeds.forEach((each) => each());
  }

  leave() {
    if (!this.list.hidden) return this.close();
    if (this.input.name !== 'q') return false;
    this.input.blur();
    return document.getElementById('main').focus({ preventScroll: true });
  }

  take(index) {
    const { text, start, length } = this.some[index];
    if (this.isOld) return void this.later(() => this.takeSame(text));
    const said = [...this.input.value];
    const goesOn = text.endsWith(':');
    const head = said.slice(0, start).join('') + text + (goesOn ? '' : ' ');
    const rest = said.slice(start + length).join('').trimStart();
    this.input.value = head + rest;
    this.input.setSelectionRange(head.length, head.length);
    this.close();
    if (goesOn) this.ask();
    return true;
  }

  takeSame(text) {
    const index = this.some.findIndex((one) => one.text === text);
    if (index >= 0) this.take(index);
  }
}

// What is seen of suggestions; where in the box they go is no part of it.
const words = (some) => JSON.stringify(some.map(({ start, length, ...seen }) => seen));

function option(one, id) {
  const made = document.createElement('li');
  made.id = id;
  made.setAttribute('role', 'option');
  made.setAttribute('aria-selected', 'false');
  made.append(word('b', one.shown), word('span', one.also ?? ''), word('i', told(one)));
  return made;
}

function word(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function told({ kind, works }) {
  const isPlain = ['qualifier', 'tag', 'general'].includes(kind);
  const what = KINDS[kind]?.() ?? (isPlain ? '' : kind); // the language's own words are English
  return [what, works === null ? '' : count(works)].filter(Boolean).join(' · ');
}

// What a tag is about.
const KINDS = {
  artist: () => t('artist'),
  character: () => t('character'),
  copyright: () => t('series'),
  meta: () => t('about the picture'),
};

// Where a query cannot be read, the word at fault is what is typed over next.
function markWrong(input) {
  const place = document.querySelector('[data-wrong]')?.dataset.wrong;
  if (!place) return;
  const [start, length] = place.split(' ').map(Number);
  const said = [...input.value];
  const from = said.slice(0, start).join('').length;
  input.focus();
  input.setSelectionRange(from, from + said.slice(start, start + length).join('').length);
}

export function find() {
  const inputs = document.querySelectorAll('[data-find] input[type="text"]');
  inputs.forEach((input, number) => new Box(input, number));
  if (inputs.length) markWrong(inputs[0]);
}
