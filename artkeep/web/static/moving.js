// A run as a page shows it: what moves is updated in place, what changes its state is drawn anew.
const FIELDS = ['word', 'progress', 'counted'];
const AT_END = new Set(['done', 'failed', 'stopped']);

const field = (item, name) => item.querySelector(`[data-field="${name}"]`);

/** Whether the server would draw this run otherwise by now. */
export const isOther = (item, run) =>
  item.dataset.state !== run.state || item.dataset.stoppable !== String(run.can_stop);

/** Those of the runs shown in a place that have ended while nobody listened. */
export const ended = (place, moving) => [...place.querySelectorAll('[data-run]')].filter(
  ({ dataset }) => !AT_END.has(dataset.state) && !moving.has(Number(dataset.run)));

export function update(item, run) {
  for (const name of FIELDS) field(item, name).textContent = run[name];
  for (const name of ['waiting', 'error']) {
    field(item, name).hidden = !run[name];
    field(item, name).textContent = run[name] ?? '';
  }
  const bar = field(item, 'part');
  if (run.part === null) bar.removeAttribute('value');
  else bar.value = run.part;
}
