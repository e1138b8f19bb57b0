"""What stands between the socket and the application, over a real socket."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
from typing import Any
from urllib.parse import quote, urlsplit

QUERY = f"/sparql?query={quote('SELECT * { ?film reel:title ?name }')}"


def get(
    server: str, target: str, method: str = "GET", body: Any = None, **headers: str
) -> tuple[int, Any, bytes]:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=120)
    connection.request(method, target, body, headers)
    response = connection.getresponse()
    found = response.status, response.headers, response.read()
    connection.close()
    return found


def test_a_repeated_request_gets_the_same_answer_and_304_where_it_has_it(server: str) -> None:
    first, second = get(server, QUERY), get(server, QUERY)
    assert first[0] == second[0] == 200
    assert first[2] == second[2]
    assert {name: first[1][name] for name in first[1] if name != "date"} == {
        name: second[1][name] for name in second[1] if name != "date"
    }
    tag = first[1]["ETag"]
    status, headers, body = get(server, QUERY, **{"If-None-Match": tag})
    assert (status, body, headers["ETag"], headers["Reelgraph-Version"]) == (304, b"", tag, "7")
    status, headers, body = get(server, QUERY, "HEAD")
    assert (status, body, headers["Content-Length"]) == (200, b"", str(len(first[2])))


def test_a_repeated_page_gets_304_and_each_coding_its_own_tag(server: str) -> None:
    target = "/film/aloners-2023.html"
    for _ in range(2):
        plain = get(server, target)
        packed = get(server, target, **{"Accept-Encoding": "gzip"})
        assert gzip.decompress(packed[2]) == plain[2]
        assert plain[1]["ETag"] != packed[1]["ETag"]
        assert get(server, target, **{"If-None-Match": plain[1]["ETag"]})[0] == 304
        again = get(server, target, **{"If-None-Match": packed[1]["ETag"], "Accept-Encoding": "gzip"})
        assert again[0] == 304
        # The tag of another coding names another representation.
        assert get(server, target, **{"If-None-Match": packed[1]["ETag"]})[0] == 200


def test_a_large_answer_has_a_length_and_comes_whole(server: str) -> None:
    query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 8000")
    for _ in range(2):
        status, headers, body = get(server, f"/sparql?query={query}")
        assert (status, int(headers["Content-Length"])) == (200, len(body))
        assert len(json.loads(body)["results"]["bindings"]) == 8000


def test_a_body_in_chunks_is_read(server: str) -> None:
    status, _, body = get(
        server, "/sparql", "POST", iter([b"ASK", b" {}"]), **{"Content-Type": "application/sparql-query"}
    )
    assert (status, json.loads(body)["boolean"]) == (200, True)


def test_names_beyond_ascii_and_repeated_headers(server: str) -> None:
    assert get(server, "/search?q=%ED%98%BC%EC%9E%90")[0] == 200
    assert get(server, "/film/%ED%98%BC")[0] == 404
    for name in ("%ff", "a%25", "%5Bx", "%EF%BF%BE", "%F4%8F%BF%BF", "%C2%85"):
        assert get(server, f"/film/{name}")[0] == 404
        assert get(server, f"/film/{name}.ttl")[0] == 404
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=120)
    connection.putrequest("GET", "/sparql?query=ASK%7B%7D")
    connection.putheader("Accept", "image/png")
    connection.putheader("Accept", "text/csv, application/sparql-results+xml")
    connection.endheaders()
    response = connection.getresponse()
    assert (response.status, response.headers.get_content_type()) == (200, "application/sparql-results+xml")
    connection.close()


def test_a_query_string_that_is_sent_as_it_was_typed_is_read(server: str) -> None:
    status, body = raw(server, "/search?q=혼자".encode())
    assert (status, json.loads(body)["query"]) == (200, "혼자")
    pattern = "?film+reel:originalTitle+?t+FILTER(STRSTARTS(?t,'혼자'))"
    status, body = raw(server, f"/sparql?query=ASK{{{pattern}}}".encode())
    assert (status, json.loads(body)["boolean"]) == (200, True)
    # What is no UTF-8 is no failure of the server's.
    assert raw(server, b"/sparql?query=ASK{?s+?p+'\xe9'}")[0] == 400


def raw(server: str, target: bytes) -> tuple[int, bytes]:
    """The answer to a request whose target is sent byte for byte."""
    parts = urlsplit(server)
    assert parts.hostname is not None
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=120) as connection:
        connection.sendall(
            b"GET "
            + target
            + b" HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nConnection: close\r\n\r\n"
        )
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response.status, response.read()
