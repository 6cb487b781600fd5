// Requests of our own scripts: they carry this browser's token and speak in our errors, which have
// the `status` of the answer if there was one.
import { t } from './texts.js';

export const token = () => document.querySelector('meta[name="csrf-token"]').content;

export async function ask(url, options = {}) {
  const headers = { 'X-CSRF-Token': token(), ...options.headers };
  let answer;
  try {
    answer = await fetch(url, { ...options, headers });
  } catch {
    throw new Error(t('Artkeep does not answer. Is it still running?'));
  }
  if (!answer.ok) throw Object.assign(new Error(await words(answer)), { status: answer.status });
  return answer;
}

async function words(answer) {
  try {
    return (await answer.json()).message;
  } catch {
    return t('Artkeep answered {status}.', { status: answer.status });
  }
}
