// What our scripts say. English stands in the scripts; another language brings a script before them
// that leaves its messages here: {language, forms: {category: index}, messages: {english: words}}.

const known = globalThis.artkeepTexts ?? { language: 'en-GB', forms: {}, messages: {} };
const rules = new Intl.PluralRules(known.language);
const figures = new Intl.NumberFormat(known.language);

const fill = (message, values) =>
  message.replace(/\{([a-z_]+)\}/g, (place, name) => values[name] ?? place);

/** `t('Removed {name}', { name })`: a message, its places filled. */
export const t = (message, values = {}) => fill(known.messages[message] ?? message, values);

/** `many('{n} work', '{n} works', 1200)`: a message about a number. */
export function many(one, other, n, values = {}) {
  const forms = known.messages[one];
  const english = n === 1 ? one : other;
  const found = forms ? forms[known.forms[rules.select(n)] ?? forms.length - 1] : english;
  return fill(found, { n: count(n), ...values });
}

export const count = (number) => figures.format(number);
