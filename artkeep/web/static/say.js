// Words for those who listen instead of look.

export function say(words) {
  document.querySelector('[data-say]').textContent = words;
}

export const count = (number) => number.toLocaleString('en');

export const plural = (number, one, many = `${one}s`) =>
  `${count(number)} ${number === 1 ? one : many}`;
