"""What a person does with files and pages."""

import base64
from pathlib import Path

from playwright.sync_api import JSHandle, Page

MAKE_TRANSFER = """
(files) => {
  const transfer = new DataTransfer();
  for (const { name, type, data } of files) {
    const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  return transfer;
}
"""
TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".txt": "text/plain"}


def transfer(page: Page, *paths: Path) -> JSHandle:
    """Take files in the hand."""
    files = [
        {
            "name": path.name,
            "type": TYPES[path.suffix],
            "data": base64.b64encode(path.read_bytes()).decode(),
        }
        for path in paths
    ]
    return page.evaluate_handle(MAKE_TRANSFER, files)


def drop(page: Page, half: str, *paths: Path) -> None:
    """Drag files over a page and let them fall on one of its halves."""
    held = transfer(page, *paths)
    page.dispatch_event("body", "dragenter", {"dataTransfer": held})
    target = f"[data-drop={half}]"
    page.wait_for_selector(target)
    page.dispatch_event(target, "dragover", {"dataTransfer": held})
    page.dispatch_event(target, "drop", {"dataTransfer": held})


def paste(page: Page, path: Path) -> None:
    """Paste a picture."""
    held = transfer(page, path)
    page.evaluate(
        """(data) => document.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
        )""",
        held,
    )


def tiles(page: Page) -> list[str]:
    """Return the titles of the tiles that are drawn."""
    return page.locator(".tile-title").all_text_contents()
