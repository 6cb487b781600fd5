// Words for those who listen instead of look.

export function say(words) {
  document.querySelector('[data-say]').textContent = words;
}

export { count } from './texts.js';

export const plural = (number, one, many = `${one}s`) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
