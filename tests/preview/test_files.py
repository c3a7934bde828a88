"""Which file a path of the site means, and that it is never one outside."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.preview.files import inside, media_type


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site beside things that are nobody's business."""
    base = tmp_path_factory.mktemp("files")
    folder = base / "site"
    (folder / "papers" / "a").mkdir(parents=True)
    (folder / ".well-known").mkdir()
    for name in ("index.html", "papers/a/index.html", ".sitegen-manifest.json", ".well-known/security.txt"):
        (folder / name).write_text("ours")
    (base / "site-secret").mkdir()
    (base / "site-secret" / "key").write_text("secret")
    (base / "key").write_text("secret")
    (folder / "link").symlink_to(base / "key")
    (folder / "linked").symlink_to(base / "site-secret")
    (folder / "loop").symlink_to(folder / "loop")
    return folder


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ""),
        ("index.html", "index.html"),
        ("papers", "papers"),
        ("papers/", "papers"),
        ("papers/a/index.html", "papers/a/index.html"),
        (".well-known/security.txt", ".well-known/security.txt"),
    ],
)
def test_a_path_means_the_file_or_folder_that_lies_there(published: Path, path: str, expected: str) -> None:
    assert inside(published, path) == published.resolve() / expected


@pytest.mark.parametrize(
    "path",
    [
        "..",
        "../key",
        "papers/../../key",
        "papers/./a",
        "../site-secret/key",
        "..\\key",
        "papers\\a",
        "/etc/passwd",
        "//etc/passwd",
        "papers//a",
        "index.html\0.png",
        "a" * 5000,
        "link",
        "linked/key",
        "loop",
        "missing",
        "index.html/more",
        ".sitegen-manifest.json",
    ],
)
def test_a_path_that_leads_elsewhere_or_is_hidden_means_nothing(published: Path, path: str) -> None:
    assert inside(published, path) is None


@given(path=st.text(st.sampled_from("./\\\0~ a%:kepyrslin-")) | st.text())
def test_no_path_at_all_leads_outside_the_folder(published: Path, path: str) -> None:
    found = inside(published, path)
    assert found is None or found.is_relative_to(published.resolve())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("search.js", "text/javascript; charset=utf-8"),
        ("bundles.json", "application/json"),
        ("feed.xml", "application/xml"),
        ("paper.bib", "text/plain; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("font.woff2", "font/woff2"),
        ("pagefind.wasm", "application/wasm"),
        ("wasm.en.pagefind", "application/octet-stream"),
        ("en_1234.pf_index", "application/octet-stream"),
        ("archive.tar.gz", "application/octet-stream"),
        ("CNAME", "application/octet-stream"),
    ],
)
def test_a_file_has_the_media_type_that_browsers_expect(name: str, expected: str) -> None:
    assert media_type(Path(name)) == expected
