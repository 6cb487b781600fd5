// The first page gives way to the gallery as soon as there is something to show.

document.addEventListener('artkeep:run', ({ detail }) => {
  const isWriting = document.querySelector('#path')?.value;
  if (['add', 'fetch'].includes(detail.kind) && detail.counts.new && !isWriting) location.assign('/');
});
