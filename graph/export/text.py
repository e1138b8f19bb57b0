"""A block as text that may stand inside a script element of any page. Pure."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.export.values import JsonLd

#: What ends a script element or a line of it in some parser's eyes, and what UTF-8 cannot hold.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
# The encoder in C; with an indent Python would write every line itself, at a tenth of the speed.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def embed(block: JsonLd | None) -> str:
    r"""A block as text that is safe inside a script element; an empty text for no block.

    ``<``, ``>``, ``&`` and the line separators U+2028 and U+2029 are written as ``\u00xx``, so that neither
    ``</script>`` nor ``<!--`` can stand there; so are lone surrogates, which UTF-8 has no bytes for. A
    JSON parser reads back exactly what the block holds. One line a property.

    >>> embed({"name": "</script>"})
    '{"name": "\\u003c/script\\u003e"}'
    """
    if block is None:
        return ""
    if len(block) == 1:
        text = _encode(block)
    else:
        text = (
            # The keys are schema.org's names, in which nothing is to be escaped.
            "{\n" + ",\n".join([f'  "{key}": {_encode(value)}' for key, value in block.items()]) + "\n}"
        )
    return _UNSAFE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
