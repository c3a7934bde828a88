"""The workflows, the Makefile and .ci/run: what they may do, and that they do it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from tests.harness import SiteTest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

# An outer make hands its flags and values down, which would change what an inner one prints.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}


class Step(msgspec.Struct, frozen=True, rename={"with_": "with"}):
    name: str
    uses: str = ""
    run: str = ""
    with_: dict[str, str] = {}
    env: dict[str, str] = {}


class Job(msgspec.Struct, frozen=True, rename="kebab"):
    permissions: dict[str, str]
    timeout_minutes: int
    steps: tuple[Step, ...]


class Workflow(msgspec.Struct, frozen=True):
    on: dict[str, Any]
    permissions: dict[str, str]
    concurrency: dict[str, str]
    jobs: dict[str, Job]

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for job in self.jobs.values() for step in job.steps)


def workflow(name: str) -> Workflow:
    """The workflow of that name.

    Each scalar is read as a string: with the types of YAML 1.1 the key `on` would be true.
    """
    text = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8")
    return msgspec.convert(yaml.load(text, Loader=yaml.BaseLoader), Workflow, strict=False)


CI = workflow("ci")
PUBLISH = workflow("publish")
STEPS = (*CI.steps, *PUBLISH.steps)


def run(
    *command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] = ENVIRONMENT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def make_commands() -> set[str]:
    """The commands that `make help` lists."""
    help_text = run("make", "help").stdout
    return set(re.findall(r"^  ([a-z]+) ", help_text, re.MULTILINE))


# What the workflows are


def test_the_workflows_fit_githubs_schema() -> None:
    files = sorted((ROOT / ".github" / "workflows").iterdir())
    checked = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *files)
    assert [file.name for file in files] == ["ci.yml", "publish.yml"]
    assert checked.returncode == 0, checked.stdout


def test_the_update_rules_fit_githubs_schema() -> None:
    checked = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.dependabot", ROOT / ".github/dependabot.yml")
    assert checked.returncode == 0, checked.stdout


def test_the_strictest_auditor_finds_nothing_in_the_workflows() -> None:
    audit = run(
        *(BIN / "zizmor", "--offline", "--no-progress", "--persona", "auditor", "--strict-collection"),
        *("--config", ".github/zizmor.yml", ".github"),
    )
    assert audit.returncode == 0, audit.stdout + audit.stderr
    assert "completed .github/workflows/ci.yml" in audit.stderr
    assert "completed .github/workflows/publish.yml" in audit.stderr
    assert "completed .github/dependabot.yml" in audit.stderr


def test_the_actions_are_githubs_own_in_their_current_major_versions() -> None:
    assert {step.uses for step in STEPS if step.uses} == {
        "actions/cache@v6",
        "actions/checkout@v7",
        "actions/configure-pages@v6",
        "actions/deploy-pages@v5",
        "actions/setup-python@v7",
        "actions/upload-pages-artifact@v5",
    }


# What they may do


def test_a_workflow_as_a_whole_may_do_nothing() -> None:
    assert CI.permissions == {}
    assert PUBLISH.permissions == {}


def test_a_job_may_do_only_what_it_is_for() -> None:
    assert CI.jobs["test"].permissions == {"contents": "read"}
    assert PUBLISH.jobs["build"].permissions == {"contents": "write", "pages": "read"}
    assert PUBLISH.jobs["deploy"].permissions == {"pages": "write", "id-token": "write"}
    assert [*CI.jobs, *PUBLISH.jobs] == ["test", "build", "deploy"]


def test_only_the_step_that_pushes_knows_the_token() -> None:
    texts = {step.name: f"{step.env} {step.with_} {step.run}" for step in STEPS}
    assert [name for name, text in texts.items() if "github.token" in text or "secrets" in text] == [
        "Commit and push new entries"
    ]


def test_a_checkout_leaves_no_token_behind() -> None:
    checkouts = [step.with_ for step in STEPS if step.uses.startswith("actions/checkout@")]
    assert [settings["persist-credentials"] for settings in checkouts] == ["false", "false"]


def test_a_command_is_never_put_together_from_an_expression() -> None:
    assert [step.name for step in STEPS if "${{" in step.run] == []


def test_every_job_ends_by_itself_within_the_hour() -> None:
    assert [job.timeout_minutes <= 60 for job in (*CI.jobs.values(), *PUBLISH.jobs.values())] == [
        True,
        True,
        True,
    ]


# When they run


def test_changes_are_tested_and_a_newer_one_supersedes_an_older_one() -> None:
    assert CI.on.keys() == {"push", "pull_request"}
    assert CI.concurrency == {"group": "ci-${{ github.ref }}", "cancel-in-progress": "true"}


def test_the_site_is_published_daily_at_every_change_and_by_hand() -> None:
    assert PUBLISH.on.keys() == {"schedule", "push", "workflow_dispatch"}
    assert PUBLISH.on["push"] == {"branches": ["main"]}


def test_the_daily_run_keeps_off_the_full_hour() -> None:
    (schedule,) = PUBLISH.on["schedule"]
    assert re.fullmatch(r"[1-5]?[1-9] \d+ \* \* \*", schedule["cron"])


def test_a_run_that_publishes_is_never_cut_short() -> None:
    assert PUBLISH.concurrency == {"group": "publish", "cancel-in-progress": "false"}


# What they run


def test_the_workflows_call_make_commands_that_exist() -> None:
    called = {name for step in STEPS for name in re.findall(r"\bmake ([\w-]+)", step.run)}
    assert called == {"test", "ingest", "build"}
    assert called <= make_commands()


def test_the_workflows_call_git_commands_that_exist() -> None:
    called = {name for step in STEPS for name in re.findall(r"\bgit ([\w-]+)", step.run)}
    known = run("git", "--list-cmds=main").stdout.split()
    assert called == {"add", "diff", "config", "commit", "pull", "push"}
    assert called <= set(known)


def test_new_entries_are_pushed_before_the_site_is_built_and_the_site_is_built_before_it_is_deployed() -> None:
    assert [step.name for step in PUBLISH.steps[-6:]] == [
        "Fetch new entries",
        "Commit and push new entries",
        "Build",
        "Upload the site",
        "Deploy",
        "Tell whether everything could be read",
    ]


def restored(made: Path, folder: Path) -> Path:
    """A new checkout of a site, into which a run restores what the run in `made` kept, as actions/cache does."""
    (cache,) = [step.with_ for step in PUBLISH.steps if step.uses.startswith("actions/cache@")]
    packed = run("tar", "--posix", "-cf", folder / "cache.tar", *cache["path"].split(), cwd=made)
    assert packed.returncode == 0, packed.stderr
    checkout = folder / "checkout"
    for name in ("content", "site.yaml", "topics.yaml"):
        source, target = made / name, checkout / name
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)
    unpacked = run("tar", "-xf", folder / "cache.tar", cwd=checkout)
    assert unpacked.returncode == 0, unpacked.stderr
    return checkout


@pytest.mark.parametrize("are_times_lost", [False, True], ids=["times-kept", "times-lost"])
def test_a_run_makes_only_what_the_site_it_restored_has_not(
    site: SiteTest, tmp_path_factory: pytest.TempPathFactory, are_times_lost: bool
) -> None:
    for key in ("a", "b"):
        site.entry(f"2025/08/29/{key}-old", topics="[scaling]").entry(f"2025/09/01/{key}-new", topics="[evaluation]")
    site.build()
    checkout = SiteTest.at(restored(site.folder, tmp_path_factory.mktemp("restored")))
    if are_times_lost:
        for path in sorted(checkout.folder.rglob("*")):
            path.touch()
    before = checkout.published()
    same = checkout.build()
    assert (same.made_paths, same.removed_paths, same.read_count, same.bundles_indexed) == ((), (), 0, 0)
    assert checkout.published() == before
    day = checkout.entry("2025/09/02/c-today", "Unlike the others.", title="Else", topics="[evaluation]").build()
    assert (day.read_count, day.bundles_indexed) == (1, 1)
    assert "2025/09/02/index.html" in day.made_paths
    assert [path for path in day.made_paths if "old" in path] == []
    page, standby = (checkout.folder / name / "papers/a-old/index.html" for name in ("public", ".public.next"))
    assert page.samefile(standby)


def test_only_the_site_is_uploaded_and_only_its_manifest_is_hidden(site: SiteTest) -> None:
    (upload,) = [step.with_ for step in PUBLISH.steps if step.uses.startswith("actions/upload-pages-artifact@")]
    assert upload == {"path": "public"}  # by default without hidden files
    site.entry("2025/09/01/a").build()
    hidden = [path.name for path in (site.folder / "public").rglob(".*")]
    assert hidden == [".sitegen-manifest"]


def test_one_commit_keeps_one_site_and_another_version_of_sitegen_starts_from_nothing() -> None:
    (cache,) = [step.with_ for step in PUBLISH.steps if step.uses.startswith("actions/cache@")]
    engine = "site-${{ hashFiles('requirements.txt', 'sitegen/**') }}-"
    assert (cache["key"], cache["restore-keys"]) == (f"{engine}${{{{ github.sha }}}}", engine)


def test_what_could_be_read_is_published_and_then_the_run_fails() -> None:
    text = (ROOT / ".github/workflows/publish.yml").read_text("utf-8")
    assert text.count("continue-on-error: true\n        run: make ingest\n") == 1
    assert "ingest: ${{ steps.ingest.outcome }}" in text
    assert "if: needs.build.outputs.ingest == 'failure'" in text


def test_the_site_is_built_for_an_address_that_ends_in_one_slash(tmp_path: Path) -> None:
    (build,) = [step.run for step in PUBLISH.steps if step.name == "Build"]
    (tmp_path / "make").write_text('#!/bin/sh\necho "$@"\n')
    (tmp_path / "make").chmod(0o755)
    env = ENVIRONMENT | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    project = run("bash", "-e", "-c", build, env=env | {"PAGES_URL": "https://example.org/digest"})
    domain = run("bash", "-e", "-c", build, env=env | {"PAGES_URL": "https://example.org/"})
    assert project.stdout == "build BASE_URL=https://example.org/digest/\n"
    assert domain.stdout == "build BASE_URL=https://example.org/\n"


# The step that commits, run on real repositories


class Publishing:
    """A repository on a server, a person's clone of it, and the shallow clone of a run that publishes."""

    def __init__(self, folder: Path) -> None:
        self.person = folder / "person"
        self.run = folder / "run"
        self.environment = ENVIRONMENT | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GITHUB_TOKEN": "a-token",
        }
        server = folder / "server.git"
        self.git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(server))
        self.git(folder, "clone", "--quiet", str(server), str(self.person))
        self.push_of_a_person("content/2026/05/03/a.md", "as published\n")
        self.push_of_a_person("content/2026/05/03/b.md", "as published\n")
        # Only over a protocol does git make a shallow clone, as a checkout on GitHub is.
        self.git(folder, "clone", "--quiet", "--depth=1", server.as_uri(), str(self.run))

    def git(self, cwd: Path, *arguments: str) -> str:
        done = run("git", *arguments, cwd=cwd, env=self.environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def push_of_a_person(self, path: str, text: str) -> None:
        file = self.person / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        identity = ("-c", "user.name=A Person", "-c", "user.email=person@example.org")
        self.git(self.person, "add", "--all")
        self.git(self.person, *identity, "commit", "--quiet", "--message", f"Write {path}")
        self.git(self.person, "push", "--quiet", "origin", "HEAD:main")

    def commit_step(self) -> subprocess.CompletedProcess[str]:
        (script,) = [step.run for step in PUBLISH.steps if step.name == "Commit and push new entries"]
        return run("bash", "-e", "-c", script, cwd=self.run, env=self.environment)

    def published(self, *arguments: str) -> list[str]:
        """What git log prints of main on the server, newest first."""
        self.git(self.person, "fetch", "--quiet", "origin")
        return self.git(self.person, "log", *arguments, "origin/main").splitlines()


@pytest.fixture
def publishing(tmp_path: Path) -> Publishing:
    return Publishing(tmp_path)


def test_a_run_with_no_new_entries_commits_nothing_and_goes_on(publishing: Publishing) -> None:
    before = publishing.published("--format=%H")
    step = publishing.commit_step()
    assert (step.returncode, step.stdout) == (0, "content/ is as it was: nothing to commit\n")
    assert publishing.published("--format=%H") == before


def test_new_entries_are_committed_in_the_name_of_the_bot_and_pushed(publishing: Publishing) -> None:
    (publishing.run / "content/2026/05/03/c.md").write_text("new\n", "utf-8")
    (publishing.run / "content/2026/05/03/b.md").unlink()
    step = publishing.commit_step()
    assert step.returncode == 0, step.stderr
    newest = publishing.published("-1", "--name-status", "--format=%an")
    assert newest == ["github-actions[bot]", "", "D\tcontent/2026/05/03/b.md", "A\tcontent/2026/05/03/c.md"]
    assert re.fullmatch(r"Add the entries of \d{4}-\d\d-\d\d", publishing.published("-1", "--format=%s")[0])


def test_nothing_but_content_is_committed(publishing: Publishing) -> None:
    (publishing.run / "content/2026/05/03/c.md").write_text("new\n", "utf-8")
    (publishing.run / "stray.txt").write_text("left by a tool\n", "utf-8")
    assert publishing.commit_step().returncode == 0
    assert publishing.published("-1", "--name-only", "--format=") == ["content/2026/05/03/c.md"]


def test_new_entries_go_on_top_of_what_a_person_pushed_meanwhile(publishing: Publishing) -> None:
    publishing.push_of_a_person("content/2026/05/03/a.md", "corrected by hand\n")
    (publishing.run / "content/2026/05/03/c.md").write_text("new\n", "utf-8")
    step = publishing.commit_step()
    assert step.returncode == 0, step.stderr
    assert publishing.published("-2", "--format=%an") == ["github-actions[bot]", "A Person"]
    assert (publishing.run / "content/2026/05/03/a.md").read_text("utf-8") == "corrected by hand\n"


def test_a_person_who_changed_the_same_lines_wins_and_the_run_says_so(publishing: Publishing) -> None:
    publishing.push_of_a_person("content/2026/05/03/a.md", "corrected by hand\n")
    before = publishing.published("--format=%H")
    (publishing.run / "content/2026/05/03/a.md").write_text("fetched anew\n", "utf-8")
    step = publishing.commit_step()
    assert step.returncode == 1
    assert "::error::someone changed the same lines of content/ on main" in step.stdout
    assert publishing.published("--format=%H") == before


def test_a_push_that_main_refuses_stops_the_run(publishing: Publishing) -> None:
    hook = publishing.run.parent / "server.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    (publishing.run / "content/2026/05/03/c.md").write_text("new\n", "utf-8")
    step = publishing.commit_step()
    assert step.returncode == 1
    assert "::error::main refused the new entries" in step.stdout


def test_the_token_is_written_to_no_file(publishing: Publishing) -> None:
    (publishing.run / "content/2026/05/03/c.md").write_text("new\n", "utf-8")
    assert publishing.commit_step().returncode == 0
    assert run("grep", "-r", "a-token", ".", cwd=publishing.run).stdout == ""


# The Makefile and .ci/run


def test_make_alone_shows_the_commands() -> None:
    assert run("make").stdout == run("make", "help").stdout
    assert make_commands() == {
        *("help", "site", "serve", "ingest", "build"),
        *("check", "test", "bench", "audit", "docs", "screenshot", "wheel", "lock", "clean"),
    }


def test_contributing_names_only_make_commands_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert set(re.findall(r"`make ([a-z]+)", text)) <= make_commands()
    assert len(text.splitlines()) <= 40


def test_a_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.txt", "pyproject.toml", "sitegen/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "python").write_text("#!/bin/sh\necho 3.9.18\n")
    (tmp_path / "python").chmod(0o755)
    old = run("make", "site", "PYTHON=./python", cwd=tmp_path)
    missing = run("make", "site", "PYTHON=./no-python", cwd=tmp_path)
    assert old.stderr.startswith("make: ./python is Python 3.9.18 (expected one of: 3.11 3.12 3.13 3.14)\n  hint: ")
    assert missing.stderr.startswith(
        "make: no Python at './no-python' (expected one of: 3.11 3.12 3.13 3.14)\n  hint: "
    )
    assert (old.returncode, missing.returncode) == (2, 2)
    assert not (tmp_path / ".venv").exists()


def test_a_browser_that_does_not_answer_is_named() -> None:
    missing = run("make", "chromium", "CHROMIUM=./none")
    assert missing.returncode == 2
    assert missing.stderr.startswith(
        "make: CHROMIUM is './none', which does not answer to --version (expected a Chromium or Chrome)\n"
    )


def test_ci_run_calls_make_test_at_the_root_of_its_checkout_from_anywhere(tmp_path: Path) -> None:
    checkout = tmp_path / "a checkout"
    shutil.copytree(ROOT / ".ci", checkout / ".ci")
    (tmp_path / "make").write_text('#!/bin/sh\necho "$PWD: make $*"\n')
    (tmp_path / "make").chmod(0o755)
    env = ENVIRONMENT | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CDPATH": str(tmp_path)}
    inside = run("bash", ".ci/run", cwd=checkout, env=env)
    outside = run("bash", checkout / ".ci" / "run", cwd=tmp_path, env=env)
    assert inside.stdout == f"{checkout}: make --no-print-directory test\n"
    assert outside.stdout == inside.stdout
