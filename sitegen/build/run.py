"""One build: a first look, which often is all of it; the stages, if anything changed since the site was published."""

from collections.abc import Collection
from pathlib import Path

import msgspec

from sitegen.build.engine_memo import recall_engine
from sitegen.build.folders import Folders, folders_of, forget_abandoned, only_build, seal_of, shared_folders, store_of
from sitegen.build.idle import Idle
from sitegen.build.memory import Memory
from sitegen.build.options import Options, Report
from sitegen.build.seeing import see
from sitegen.build.stopwatch import Stopwatch
from sitegen.config import read_config
from sitegen.output import swap
from sitegen.output.integrity import Look
from sitegen.output.manifest import refuse_others_folder
from sitegen.output.standby import standby_of


def build(
    site_root: Path, options: Options, memory: Memory | None = None, changed: Collection[str] | None = None
) -> Report:
    """Builds the site and publishes it to the output folder; makes only what is not as it was.

    changed: the paths, relative to the site, of all that may have changed since the last build with this memory; None
    if anything may. Raises SiteError with the problems of the first stage that has any; the published folder is then as
    it was.
    """
    folders = folders_of(site_root, options.output)
    output = folders.output
    if options.executor:
        from sitegen.build.cluster import place_of

        place_of(options.executor)
    with only_build(folders, is_dry=options.is_dry):
        forget_abandoned(folders)
        recall_engine(folders.state)
        swap.mend(output, folders.shown)
        refuse_others_folder(output, standby_of(output), folders.shown)
        memory = memory or Memory()
        is_vouched_for = output in memory.vouched_for
        memory.vouched_for.discard(output)
        look = Look(
            output, standby_of(output), store_of(folders.state), seal_of(folders.state), is_vouched_for=is_vouched_for
        )
        try:
            report = _report(folders, options, look, memory, changed)
        finally:
            look.end()
        memory.vouched_for.add(output)
        return report


def _report(folders: Folders, options: Options, look: Look, memory: Memory, changed: Collection[str] | None) -> Report:
    watch = Stopwatch()
    with watch.time("see"):
        seen = see(folders.site_root, memory, changed)
    with watch.time("settings"):
        config = read_config(folders.site_root, options.base_url)
        idle = Idle(folders.site_root, folders.state, folders.output, options)
        value = idle.about_to_read(seen, config)
        rest = idle.report(value, seen, config)
    with watch.time("look"):
        if rest and look.is_at_rest():
            return msgspec.structs.replace(rest, seconds=watch.seconds)
    from sitegen.build.pool import Pool
    from sitegen.build.reading import is_much

    with Pool(options.jobs, options.executor, shared_folders(folders)) as pool:
        with watch.time("start"):
            if is_much(seen):
                pool.start()
            # All that makes pages: half of what a process takes to start. A build that has nothing to do is without it.
            from sitegen.build.stages import Stages
        report = Stages(folders, options, pool, look, memory, watch).report(seen, config)
    idle.keep(value, report)
    return report
