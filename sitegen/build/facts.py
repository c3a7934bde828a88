"""Sizes and checksums of files that lists tell of, remembered by the digest of the file; else the file is read."""

from collections.abc import Mapping
from pathlib import Path

from sitegen.build.workshop import fact_of
from sitegen.memo import recall, remember
from sitegen.output.manifest import Manifest
from sitegen.provenance import digest
from sitegen.site.file_groups import group_of_file
from sitegen.site.sheets import FileFact

_MEMO = "files"
_VERSION = digest(b"facts of files 1")


class Facts:
    """What is known of the files of a site. output: where they are published. manifest: of what is there."""

    def __init__(self, state: Path, output: Path, manifest: Manifest) -> None:
        self._memo, self._output, self._manifest = state / _MEMO, output, manifest
        self._known: dict[bytes, FileFact] = {}

    def of(
        self, paths: tuple[str, ...], digests: Mapping[str, bytes], told: Mapping[bytes, FileFact]
    ) -> Mapping[str, FileFact]:
        """What is to be told of the files at these paths, which is remembered.

        digests: of files that are made now, or kept in a group that changed. told: of those that were made.
        """
        before = recall(self._memo, dict[bytes, FileFact], _VERSION) or {}
        found: dict[str, FileFact] = {}
        for path in paths:
            file_digest = digests.get(path) or self._digest_of(path)
            fact = told.get(file_digest) or before.get(file_digest) or self._read(path, file_digest)
            # Else somebody wrote into it: it will be made anew, and what is told of it then is right.
            if fact:
                self._known[file_digest] = fact
            found[path] = fact or FileFact(0, "")
        # A list of a year's files says nothing of the others; one of most files shows which are gone.
        after = dict(self._known) if len(before) < 2 * len(paths) else {**before, **self._known}
        if after != before:
            remember(self._memo, after, _VERSION)
        return found

    def _digest_of(self, path: str) -> bytes:
        """Of a file that is published, in a group that is as it was."""
        group = self._manifest.group(group_of_file(path))
        assert group is not None, f"no group has made {path}"
        return group.files[path].digest

    def _read(self, path: str, file_digest: bytes) -> FileFact | None:
        try:
            data = (self._output / path).read_bytes()
        except OSError:
            return None
        return fact_of(data) if digest(data) == file_digest else None
