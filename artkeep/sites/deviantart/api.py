"""Asking DeviantArt's API.

The API wants a token with every question: that of whoever is signed in, or else one that an
application gets for itself, which shows what everybody may see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from artkeep.errors import BadAnswer, Gone, SiteChanged, Withheld
from artkeep.sites.base import Reply, SiteHttp
from artkeep.sites.deviantart import answers
from artkeep.sites.deviantart.apps import AppTokens

VERSION = {"da-minor-version": "20240701"}


@dataclass(frozen=True, slots=True)
class Api:
    """The way to the API, for who is signed in, or for everybody."""

    http: SiteHttp
    apps: AppTokens

    def ask(self, subject: str, path: str, **params: Any) -> Any:
        """Ask for an object. `subject` is what an error will name."""
        if self.http.login is not None:
            return answers.understood(self.http, self._sent(path, params, {}), subject)
        token = self.apps.token(self.http)
        reply = self._sent(path, params, _shown(token))
        if reply.status == HTTPStatus.UNAUTHORIZED:  # its hour may be over before we thought so
            self.apps.forget(token)
            reply = self._sent(path, params, _shown(self.apps.token(self.http)))
        return answers.understood(self.http, reply, subject)

    def offered(self, subject: str, path: str) -> Any:
        """Ask for something that may be refused to us; None when it is."""
        try:
            return self.ask(subject, path)
        except (Gone, Withheld):
            return None
        except BadAnswer as error:  # "Free download limit reached." is an invalid request too
            if error.answered != HTTPStatus.BAD_REQUEST or isinstance(error, SiteChanged):
                raise
            return None

    def _sent(self, path: str, params: Mapping[str, Any], shown: Mapping[str, str]) -> Reply:
        # without this word some pictures are left out and others are blurred
        wanted = {"mature_content": True, **params}
        return self.http.ask("GET", path, headers={**VERSION, **shown}, **wanted)


def _shown(token: str) -> Mapping[str, str]:
    return {"authorization": f"Bearer {token}"}
