// What a person chose for this browser: cookies, so that the server draws the page right at once.

export function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}
