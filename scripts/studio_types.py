"""Writes what the studio can be asked for to studio/openapi.json, from which the page's types are generated (`npm run types`)."""

import json
from pathlib import Path

from desireline.service.openapi import document
from desireline.service.studio import Sources, operations


def described() -> str:
    """The document, without the package's version: a new one is no new page."""
    made = document(operations(Sources([])))
    made["info"]["version"] = "1"
    return json.dumps(json.loads(json.dumps(made, default=str)), indent=1) + "\n"


if __name__ == "__main__":
    Path("studio/openapi.json").write_text(described(), encoding="utf-8")
