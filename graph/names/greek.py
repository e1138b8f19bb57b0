"""Greek names in Latin letters, as passports and posters have them: ELOT 743 (ISO 843, transcription).

Character by character "ου" would be "oy" and "γγ" "gg", which nobody writes: Angelopoulos, not Aggelopoylos.
"""

from __future__ import annotations

import re

#: Pairs that are read together; "αυ", "ευ" and "ηυ" are av, ev, iv before a voiced letter, else af, ef, if.
_PAIRS = {"ου": "ou", "γγ": "ng", "γξ": "nx", "γχ": "nch", "μπ": "mp"}
_GLIDES = {"α": "a", "ε": "e", "η": "i"}
_VOICED = "αεηιουωβγδζλμνρ"
_LETTERS = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k",
    "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "τ": "t", "υ": "y",
    "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_STEP = re.compile(rf"{'|'.join(_PAIRS)}|[αεη]υ(?P<next>(?=[{_VOICED}]))?|.", re.DOTALL)


def romanised(folded: str) -> str:
    """A folded text with its Greek letters in Latin ones; all others stay."""

    def step(found: re.Match[str]) -> str:
        said = found.group()
        if said in _PAIRS:
            return "b" if said == "μπ" and _begins(found) else _PAIRS[said]
        if len(said) == 2:
            return _GLIDES[said[0]] + ("v" if found["next"] is not None else "f")
        return _LETTERS.get(said, said)

    return _STEP.sub(step, folded)


def _begins(found: re.Match[str]) -> bool:
    return found.start() == 0 or not found.string[found.start() - 1].isalnum()
