"""Who may write: whoever sends the token that the server was started with (RFC 6750, bearer tokens)."""

from __future__ import annotations

import hmac

from server.problems import Problem


def check(authorization: str | None, token: str) -> None:
    """Raise Problem unless a request may write.

    Args:
        authorization: the request's Authorization header.
        token: the token that is asked for; empty where nobody may write.

    Raises:
        Problem: 403 where writing is switched off, 401 where the token is missing or another.
    """
    if not token:
        raise Problem(
            403,
            "Writing is switched off here: it is on when the server is started with REELGRAPH_TOKEN set.",
        )
    scheme, _, sent = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not sent.strip():
        raise Problem(
            401,
            "Writing needs the token: send it as Authorization: Bearer and the token.",
            headers={"WWW-Authenticate": 'Bearer realm="reelgraph"'},
        )
    # A header arrives as Latin-1, whatever its bytes were. Compared in the same time whatever is in it.
    if not hmac.compare_digest(sent.strip().encode("latin-1", "replace"), token.encode()):
        raise Problem(
            401,
            "This is not the token that the server was started with.",
            headers={"WWW-Authenticate": 'Bearer realm="reelgraph", error="invalid_token"'},
        )
