// How this browser reads books, so that those taken along are read the same way.

export function direction() {
  try {
    return JSON.parse(localStorage.getItem('artkeep.reader'))?.rtl ? 'rtl' : '';
  } catch {
    return '';
  }
}
