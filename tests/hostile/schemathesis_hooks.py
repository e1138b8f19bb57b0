"""What schemathesis has to be told: bodies of these media types are text. Loaded by SCHEMATHESIS_HOOKS."""

from __future__ import annotations

import schemathesis

for _name in ("application/sparql-query", "application/sparql-update"):
    schemathesis.serializer.alias(_name, "text/plain")
