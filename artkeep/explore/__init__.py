"""Look at the library: the gallery, a work, and what shows the same picture."""
