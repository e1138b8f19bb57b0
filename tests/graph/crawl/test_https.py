"""Sites over https: certificates that are trusted and others, and http that leads there."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from graph.crawl import CannotCrawl
from tests.graph.crawl.certificates import Certificates
from tests.graph.crawl.running import paths, run, small_site
from tests.graph.crawl.site import Site, plain, review
from tests.graph.crawl.test_visitor import serving

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates.make(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def trusted(certificates: Certificates) -> ssl.SSLContext:
    return certificates.site("IP:127.0.0.1,DNS:lantern.example")


@pytest.fixture
def secure(trusted: ssl.SSLContext) -> Iterator[Site]:
    with Site(trusted) as found:
        yield found


@pytest.fixture
def our_authority(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))


@pytest.mark.usefixtures("our_authority")
def test_a_site_over_https_is_read_whose_authority_is_named(secure: Site, tmp_path: Path) -> None:
    small_site(secure)
    harvest = run(secure.address(), tmp_path)
    assert paths(harvest) == ["/r/1", "/r/2", "/r/3", "/r/4"]
    assert {page.address.partition(":")[0] for page in harvest.pages} == {"https"}
    # Connections are kept open, whatever they are made of.
    secure.forget()
    run(secure.address(), tmp_path)
    assert set(secure.answered) == {200, 304}


def test_a_certificate_of_an_unknown_authority_is_said_and_what_helps(
    secure: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with pytest.raises(CannotCrawl, match=r"certificate is not to be trusted .*SSL_CERT_FILE names the file"):
        run(secure.address(), tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nothing.pem"))
    with pytest.raises(CannotCrawl, match=r"nothing\.pem, which is not there"):
        run(secure.address(), tmp_path)
    assert secure.all_asked == []


@pytest.mark.usefixtures("our_authority")
@pytest.mark.parametrize(
    ("names", "signed", "said"),
    [("DNS:other.example", True, "mismatch"), ("IP:127.0.0.1", False, "self-signed")],
    ids=["another host's", "its own"],
)
def test_a_wrong_certificate_is_one_sentence(
    certificates: Certificates, names: str, signed: bool, said: str, tmp_path: Path
) -> None:
    with Site(certificates.site(names, signed=signed)) as site:
        with pytest.raises(CannotCrawl, match=said) as error:
            run(site.address(), tmp_path)
        assert "\n" not in str(error.value)
        assert site.all_asked == []


@pytest.mark.usefixtures("our_authority")
def test_what_does_not_speak_tls_is_said(tmp_path: Path) -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 400 This port speaks http\r\n\r\n")

    with serving(answer) as address, pytest.raises(CannotCrawl, match="no safe connection"):
        run(address.replace("http:", "https:"), tmp_path)


@pytest.mark.usefixtures("our_authority")
def test_http_that_leads_to_https_on_the_usual_ports_is_followed(
    secure: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Site() as open_site:
        _names(monkeypatch, {80: open_site.port, 443: secure.port})
        for path in ("/", "/robots.txt", "/sitemap.xml", "/r/1"):
            open_site.moved(path, f"https://lantern.example{path}")
        secure.put("/robots.txt", "User-agent: *\nDisallow: /r/2\n", "text/plain")
        # The pages still name each other by http.
        secure.put("/", plain("http://lantern.example/r/1", "/r/2", "/r/3"))
        for number in (1, 2, 3):
            secure.put(f"/r/{number}", review(number))
        harvest = run("http://lantern.example/", tmp_path, private=True)
    found = [page.address for page in harvest.pages]
    assert found == [f"https://lantern.example/r/{number}" for number in (1, 3)]
    assert harvest.elsewhere == []
    assert secure.all_asked.count("/r/1") == 1


@pytest.mark.usefixtures("our_authority")
def test_another_port_is_another_site_until_it_is_allowed(secure: Site, tmp_path: Path) -> None:
    secure.put("/", plain("/r/1"))
    secure.put("/r/1", review(1))
    with Site() as open_site:
        open_site.moved("/", secure.address())
        port = f"127.0.0.1:{secure.port}"
        with pytest.raises(CannotCrawl, match=f"another port, and so another site; .*--allow-host {port}"):
            run(open_site.address(), tmp_path)
        assert secure.all_asked == []
        harvest = run(open_site.address(), tmp_path, hosts=(port,))
    assert [page.address for page in harvest.pages] == [secure.address("/r/1")]


def _names(monkeypatch: pytest.MonkeyPatch, ports: dict[int, int]) -> None:
    """Lets a name stand for the loopback, and its usual ports for those of our sites."""

    def resolved(_host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    connect = socket.create_connection

    def connected(address: tuple[str, int], *given: Any) -> socket.socket:
        return connect((address[0], ports[address[1]]), *given)

    monkeypatch.setattr("graph.store.outside.socket.getaddrinfo", resolved)
    monkeypatch.setattr("graph.store.outside.socket.create_connection", connected)
