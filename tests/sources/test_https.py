"""Over https the name of the host is what its certificate must be for, though the connection goes to an address."""

import shutil
import ssl
import subprocess
from ipaddress import ip_address
from pathlib import Path

import pytest

from sitegen.problems import Problem
from sitegen.sources.connecting import Limits, Reach
from sitegen.sources.fetching import Fetched, Outcome, Request
from tests.sources.web import Time, answer, fetcher, only_loopback, web

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for papers.example and its key, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=papers.example -addext"
    names = ["subjectAltName=DNS:papers.example", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(["openssl", *words.split(), *names], cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return both


def _fetched(certificate: Path, host: str, *, is_trusted: bool) -> Outcome:
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    trust = ssl.create_default_context(cafile=str(certificate)) if is_trusted else ssl.create_default_context()
    reach = Reach(
        resolve=lambda host, port: (ip_address("127.0.0.1"),), is_allowed=only_loopback, certificates=lambda: trust
    )
    with web(answer(b"[1]")) as server:
        server.socket = server_side.wrap_socket(server.socket, server_side=True)
        url = server.url(host=host).replace("http:", "https:")
        return fetcher(Time(), Limits(attempt_count=1), reach).fetch(Request(url))


def test_a_certificate_for_the_name_is_believed(certificate: Path) -> None:
    outcome = _fetched(certificate, "papers.example", is_trusted=True)
    assert isinstance(outcome, Fetched)
    assert outcome.body == b"[1]"


def test_a_certificate_for_another_name_is_not(certificate: Path) -> None:
    outcome = _fetched(certificate, "other.example", is_trusted=True)
    assert isinstance(outcome, Problem)
    assert outcome.message.startswith("a certificate that is not valid: Hostname mismatch")


def test_a_certificate_of_nobody_known_is_not(certificate: Path) -> None:
    outcome = _fetched(certificate, "papers.example", is_trusted=False)
    assert isinstance(outcome, Problem)
    assert outcome.message.startswith("a certificate that is not valid: self")
