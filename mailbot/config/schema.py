"""The configuration as a JSON Schema, for editors that complete and check TOML by one (draft 2020-12).

What a schema cannot say, such as keys that do not go together, only reading the file tells.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from mailbot.config.keys import fields
from mailbot.config.tables import Config

_TITLE = "mailbot's configuration"
#: A length of time as it is written: "90s", "30m", "24h", "7d".
_SPAN = r"^\s*\d{1,4}\s*(s|m|min|h|d|hours?|minutes?|days?)\s*$"


class _AsWritten(GenerateJsonSchema):
    """Values as they stand in the file, where pydantic would say how they travel as JSON."""

    def timedelta_schema(self, schema: Any) -> dict[str, Any]:
        del schema
        return {"type": "string", "pattern": _SPAN}

    def date_schema(self, schema: Any) -> dict[str, Any]:
        del schema
        # TOML has days; what checks it may show them as text.
        return {"type": "string", "description": "a day: 2026-12-18"}

    def time_schema(self, schema: Any) -> dict[str, Any]:
        del schema
        return {"type": "string", "description": "a time of day: 09:00:00"}

    def default_schema(self, schema: Any) -> dict[str, Any]:
        """Without the default: it would be told as JSON tells it, and config.example.toml has it."""
        return self.generate_inner(schema["schema"])


def schema() -> dict[str, Any]:
    """As JSON knows it."""
    hidden = set(Config.model_fields) - {attribute for _, attribute, _ in fields(Config)}
    found = Config.model_json_schema(by_alias=True, schema_generator=_AsWritten)
    for name in hidden:
        found["properties"].pop(name, None)
    return {"$schema": GenerateJsonSchema.schema_dialect, **found, "title": _TITLE}
