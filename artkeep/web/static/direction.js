// How a person likes to read, as this browser keeps it; books that are taken along are read the same way.

export const SHELF = 'artkeep.reader';

export function said() {
  try {
    return JSON.parse(localStorage.getItem(SHELF)) ?? {};
  } catch {
    return {};
  }
}

export const direction = () => (said().rtl ? 'rtl' : '');
