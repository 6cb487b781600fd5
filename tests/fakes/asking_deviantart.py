"""Asking the copy of DeviantArt as a browser or a program does."""

import http.client
import json
from urllib.parse import urlencode, urlsplit


def ask(url, method="GET", form=None, **headers):
    """Ask without following anything; return status, headers and content."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        kind = {"content-type": "application/x-www-form-urlencoded", "user-agent": "test"}
        asked = f"{parts.path}?{parts.query}"
        connection.request(method, asked, urlencode(form or {}), {**kind, **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def api(house, path, token, **params):
    """Ask the API; return status and object."""
    url = f"{house.url}/deviantart/base{path}?{urlencode(params, doseq=True)}"
    status, _, content = ask(url, authorization=f"Bearer {token}")
    return status, json.loads(content)


def token(house, **form):
    status, _, content = ask(f"{house.url}/deviantart/oauth/token", "POST", form)
    return status, json.loads(content)
