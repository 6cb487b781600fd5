"""The simplest of all clients: ask for each address and say what came.

python -m tests.witnesses.run_requests URL…
"""

import json
import sys

import requests

from tests.witnesses.leading import lead, lead_everywhere


def main(urls):
    """Ask with a session that is led, then with one that knows nothing of it."""
    with lead(requests.Session()) as session:
        print(json.dumps(said(session.get(urls[0], timeout=20))))
    lead_everywhere()
    for url in urls[1:]:
        print(json.dumps(said(requests.get(url, timeout=20))))


def said(answer):
    """Return where the answer says it comes from, and its text."""
    return {"url": answer.url, "status": answer.status_code, "text": answer.text}


if __name__ == "__main__":
    main(sys.argv[1:])
