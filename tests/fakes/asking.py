"""Ask a fake as a plain client does."""

import http.client
import json
from urllib.parse import urlencode, urlsplit


def ask(address, *, method="GET", headers=None, body=None, **params):
    """Return status, headers and content: an object where it is JSON."""
    parts, query = urlsplit(address), urlencode(params, doseq=True)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        target = f"{parts.path}?{parts.query or query}"
        sent = None if body is None else json.dumps(body)
        connection.request(method, target, sent, headers or {})
        answer = connection.getresponse()
        content = answer.read()
        if (answer.headers["content-type"] or "").startswith("application/json"):
            return answer.status, answer.headers, json.loads(content)
        return answer.status, answer.headers, content
    finally:
        connection.close()
