"""The words of SPARQL 1.1's expressions (section 19.8), for whoever explains a query. Data alone."""

from __future__ import annotations

import re
from typing import Final

#: The set functions of section 18.5.1.
AGGREGATES: Final = frozenset(("count", "sum", "min", "max", "avg", "sample", "group_concat"))

#: Whatever is called with brackets and gives a value, in small letters.
FUNCTIONS: Final = AGGREGATES | frozenset(
    re.findall(
        r"\w+",
        """
    abs bnode bound ceil coalesce concat contains datatype day encode_for_uri floor hours if iri isblank isiri
    isliteral isnumeric isuri lang langmatches lcase md5 minutes month now rand regex replace round sameterm
    seconds sha1 sha256 sha384 sha512 str strafter strbefore strdt strends strlang strlen strstarts struuid
    substr timezone tz ucase uri uuid year adjust triple subject predicate object istriple haslang haslangdir
    langdir strlangdir
    """,
    )
)

#: Words that a bracket may follow without their being functions.
NOT_CALLED: Final = frozenset(
    re.findall(
        r"\w+",
        """
    select distinct reduced where filter bind values in not by as having minus optional union exists a true
    false undef graph service asc desc construct ask describe from limit offset
    """,
    )
)
