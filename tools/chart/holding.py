"""``python -m tools.chart.holding``: renders every profile with Helm, lints the chart, and holds every object against published
schemas; keeps what was rendered. Ends with 1 on a fault, with 3 when something it needs cannot be had."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

from deploy.local.java import NoJava, java
from tools.arguments import nothing_else
from tools.chart.files import CHART, PROFILES, RENDERED, head
from tools.chart.installed import CACHE, HERE, Lacking, kubernetes, programs, run, strimzi
from tools.chart.schemas import file_name, write

Object = dict[str, Any]
OF_STRIMZI, OF_CLOUDNATIVEPG = "kafka.strimzi.io/", "postgresql.cnpg.io/"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def render(helm: Path, profile: str, chart: Path = CHART, *more: str) -> list[Object]:
    """Every object that the chart makes of a profile. Raises Lacking with Helm's own words."""
    files = [part for one in PROFILES[profile] for part in ("-f", str(CHART / one))]
    said = run([str(helm), "template", "acsg", str(chart), "--namespace", f"acsg-{profile}", *files, *more])
    return [one for one in yaml.load_all(said, _LOADER) if one]


def lint(helm: Path, profile: str) -> None:
    """Raises Lacking with what Helm's own linter finds."""
    files = [part for one in PROFILES[profile] for part in ("-f", str(CHART / one))]
    run([str(helm), "lint", "--strict", "--quiet", str(CHART), *files])


def schemas() -> Path:
    """Folder of the schemas that kubeconform reads, made once for each version."""
    descriptions = kubernetes()
    made = CACHE / f"schemas-{descriptions.name}"
    if not made.exists():
        shutil.rmtree(half := made.with_suffix(".half"), ignore_errors=True)
        write(descriptions, half)
        half.rename(made)
    shutil.copy(HERE / "cluster.json", made / file_name("postgresql.cnpg.io", "v1", "Cluster"))
    return made


def faults(kubeconform: Path, objects: list[Object]) -> list[str]:
    """What of the objects is against a schema: Kubernetes' and our own of a Cluster by kubeconform, Strimzi's by its model."""
    theirs = [one for one in objects if one["apiVersion"].startswith(OF_STRIMZI)]
    others = [one for one in objects if one not in theirs]
    written = CACHE / "objects"
    written.mkdir(parents=True, exist_ok=True)
    (all_others := written / "others.yaml").write_text("---\n".join(json.dumps(one) + "\n" for one in others))
    found = _words([str(kubeconform), "-strict", "-schema-location",
                    f"{schemas()}/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json", str(all_others)])  # fmt: skip
    (all_theirs := written / "strimzi.jsonl").write_text("".join(json.dumps(one) + "\n" for one in theirs))
    program = [java(), "-cp", f"{strimzi()}/*", str(HERE / "strimzi/Check.java"), str(all_theirs)]
    return found + (_words(program) if theirs else [])


def _words(command: list[str]) -> list[str]:
    try:
        run(command)
    except Lacking as fault:
        if " failed: " not in str(fault):
            raise
        said = str(fault).partition(" failed: ")[2].splitlines()
        return [one for one in said if not one.startswith("SLF4J")]
    return []


def keep(profile: str, objects: list[Object]) -> None:
    """One object a line, so that a difference shows whose it is."""
    RENDERED.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"--- {json.dumps(one, ensure_ascii=False)}\n" for one in objects)
    (RENDERED / f"{profile}.yaml").write_text(head(profile) + lines, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """See above."""
    nothing_else("tools.chart.holding", __doc__, arguments)
    try:
        built, count, wrong = programs(), 0, list[str]()
        for profile in PROFILES:
            lint(built["helm"], profile)
            objects = render(built["helm"], profile)
            wrong += [f"{profile}: {one}" for one in faults(built["kubeconform"], objects)]
            keep(profile, objects)
            count += len(objects)
    except (Lacking, NoJava) as fault:
        print(fault, file=sys.stderr)
        return 3
    print(*wrong, f"{count} objects of {len(PROFILES)} profiles, {len(wrong)} faults", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
