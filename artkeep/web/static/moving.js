// A run as a page shows it: what moves is updated in place, what changes its state is drawn anew.
const FIELDS = ['word', 'progress', 'counted'];

const field = (item, name) => item.querySelector(`[data-field="${name}"]`);

/** Whether the server would draw this run otherwise by now. */
export const isOther = (item, run) =>
  item.dataset.state !== run.state || item.dataset.stoppable !== String(run.can_stop);

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
