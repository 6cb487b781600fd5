// A picture dropped on any page to be found is handed to the page that finds.

const open = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('artkeep', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('handover');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export async function handOver(file) {
  const taker = new CustomEvent('artkeep:find', { detail: file, cancelable: true });
  if (!document.dispatchEvent(taker)) return; // this page finds
  const shelf = (await open()).transaction('handover', 'readwrite').objectStore('handover');
  await done(shelf.put(file, 'picture'));
  location.assign('/similar');
}

export async function takeOver() {
  const shelf = (await open()).transaction('handover', 'readwrite').objectStore('handover');
  const file = await done(shelf.get('picture'));
  if (file) await done(shelf.delete('picture'));
  return file ?? null;
}
