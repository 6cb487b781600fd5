"""How a setting is described: its default, its unit, a sentence."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict


def setting(default: Any, says: str, *, unit: str = "", secret: bool = False, **limits: Any) -> Any:
    """Describe one setting; `secret` means that its value may hold a password."""
    extra: JsonDict = {"unit": unit, "secret": secret}
    return Field(default, description=says, json_schema_extra=extra, repr=not secret, **limits)


class Group(BaseModel):
    """Settings that belong together: frozen, and nothing in it that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
