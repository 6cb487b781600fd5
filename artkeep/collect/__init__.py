"""Back up what you love. So far: pictures on your own disk, and what you drop on the browser."""
