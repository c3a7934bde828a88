"""`sitegen build --dry-run`: what a build would do, without a site."""

import re

from tests.harness import SiteTest


def test_a_dry_run_tells_what_a_build_would_do_and_writes_no_site(site: SiteTest) -> None:
    site.entry("2025/09/01/a").build()
    before = site.published()
    site.entry("2025/09/02/b")
    done = site.run("build", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    files = r"nothing was written; up to 35 to make, \d+ to keep, 0 to remove"
    assert re.fullmatch(rf"{files}; 1 read, 0 bundles indexed, 1 to index; \S+ s", done.stdout.splitlines()[-1])
    assert site.published() == before
    assert "preview" not in done.stdout
