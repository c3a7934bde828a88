"""What is changed while a build goes on is in that build or in the next one, never lost."""

import time
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.build import publishing
from tests.build.worlds import SETTLED_S, THEME, Paper, World, built, cold, differing, settle_soon, write

BEFORE = World(papers={"a": Paper("2025/09/03", fields={"topics": "[scaling]"}), "b": Paper("2024/01/02")}, raw=THEME)
EDITED = replace(BEFORE, papers={**BEFORE.papers, "b": Paper("2024/01/02", title="Edited")})
MEANWHILE = {
    "an entry": replace(EDITED, papers={**EDITED.papers, "a": Paper("2025/09/03", title="Other")}),
    "a new entry": replace(EDITED, papers={**EDITED.papers, "c": Paper("2023/09/03", title="Other")}),
    "a topic": replace(EDITED, topics=(("scaling", "Scale", "law"),)),
    "the settings": replace(EDITED, settings={"title": "Other"}),
    "a template": replace(EDITED, raw={**THEME, "themes/digest/templates/paper.html": "other"}),
    "a string": replace(
        EDITED,
        raw={
            **THEME,
            "themes/digest/strings/en.yaml": THEME["themes/digest/strings/en.yaml"].replace("Search", "Find"),
        },
    ),
    "a static file of the theme": replace(EDITED, raw={**THEME, "themes/digest/static/style.css": "p {}"}),
    "a static file of the site": replace(EDITED, raw={**THEME, "static/CNAME": "example.org"}),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_is_changed_while_a_build_goes_on_is_in_the_next_site(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle_soon(monkeypatch)
    (tmp_path / "warm").mkdir()
    site = write(BEFORE, tmp_path / "warm")
    built(site)
    write(EDITED, site.folder, BEFORE)
    time.sleep(SETTLED_S)
    call = publishing.Publishing.begin

    def after_the_change(one: publishing.Publishing, lost: Collection[str], *, is_trusted: bool) -> None:
        write(MEANWHILE[what], site.folder, EDITED)
        call(one, lost, is_trusted=is_trusted)

    with monkeypatch.context() as patch:
        patch.setattr(publishing.Publishing, "begin", after_the_change)
        assert built(site).problems == ()
    time.sleep(SETTLED_S)
    built(site)
    time.sleep(SETTLED_S)
    assert differing(built(site).files, cold(MEANWHILE[what], tmp_path / "cold").files) == []
