#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the fuzz targets, one after the other, and says what each did.

    tests/fuzz/run.py [--build build/fuzz] [--seconds 600] [--own] [--keep] [json yaml toml schema]

What a target finds interesting gathers in BUILD/found/TARGET, so that a later run goes on where this one ended. It
begins with tests/fuzz/corpus and, where it is beside the project, with the shared test corpus; --own leaves that out.
--keep runs nothing: it minimises what was found with --own into tests/fuzz/corpus/TARGET/found.base64, an input
a line. Inputs that somebody else wrote never go there.
"""

import argparse
import base64
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
OURS = ROOT / "tests/fuzz/corpus"
SHARED = ROOT.parent / "shared/corpus"
TARGETS = ("json", "yaml", "toml", "schema")
LARGEST = 4096  # bytes of an input: more only makes a run slow
KEPT = 512      # bytes of an input that goes into the repository


def schema_pairs():
    """Schema, zero byte, instance: from the official suite and from the real documents."""
    for file in sorted((SHARED / "json-schema-test-suite/tests").rglob("*.json")):
        for group in json.loads(file.read_text(encoding="utf-8")):
            for test in group["tests"]:
                yield b"\0".join(json.dumps(part, ensure_ascii=False).encode("utf-8", "surrogatepass")
                                 for part in (group["schema"], test["data"]))


def seeds(target):
    if not SHARED.is_dir():
        return
    if target == "schema":
        yield from schema_pairs()
        return
    endings = {"json": (".json",), "yaml": (".yaml", ".yml"), "toml": (".toml",)}[target]
    for file in sorted(SHARED.rglob("*")):
        if file.suffix in endings and file.is_file():
            yield file.read_bytes()
        if target == "yaml" and file.suffix == ".yaml" and "yaml-test-suite" in file.parts:
            # The inputs inside the suite's own files, without its signs for blanks.
            for block in re.findall(r"^ +yaml: \|\d?\n((?:    .*\n|\n)+)", file.read_text(encoding="utf-8"), re.M):
                text = re.sub(r"^    ", "", block, flags=re.M)
                yield text.replace("␣", " ").replace("»", "\t").replace("∎\n", "").replace("↵", "").encode()


def write_seeds(target, folder):
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for number, content in enumerate(seeds(target), 1):
        if len(content) <= LARGEST:
            (folder / f"{number:05}").write_bytes(content)
    return number


def unpack(target, folder):
    """Our own seeds as files of one folder."""
    folder.mkdir()
    for file in (OURS / target).iterdir():
        if file.name != "found.base64":
            (folder / file.name).write_bytes(file.read_bytes())
            continue
        for number, line in enumerate(file.read_text(encoding="ascii").split()):
            (folder / f"found-{number:05}").write_bytes(base64.b64decode(line))
    return folder


def statistic(text, name):
    found = re.findall(rf"stat::{name}:\s+(\d+)", text)
    return int(found[-1]) if found else 0


def run(build, target, seconds, own):
    found = build / ("found-own" if own else "found") / target
    found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="chancery-fuzz-") as scratch:
        folders = [found, unpack(target, pathlib.Path(scratch) / "own")]
        if not own and write_seeds(target, pathlib.Path(scratch) / "seeds"):
            folders.append(pathlib.Path(scratch) / "seeds")
        result = subprocess.run(
            [build / f"fuzz/fuzz_{target}", f"-max_total_time={seconds}", f"-max_len={LARGEST}", "-timeout=25",
             "-print_final_stats=1", f"-artifact_prefix={build}/{target}-", *folders],
            stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    (build / f"{target}.log").write_text(result.stderr, encoding="utf-8")
    coverage = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", result.stderr)
    edges, features, corpus = coverage[-1] if coverage else (0, 0, 0)
    print(f"{target}: {'fine' if result.returncode == 0 else 'FAILED'}, "
          f"{statistic(result.stderr, 'number_of_executed_units')} runs in {seconds} s, {edges} edges, "
          f"{features} features, {corpus} inputs, slowest {statistic(result.stderr, 'slowest_unit_time_sec')} s, "
          f"log {build / f'{target}.log'}", flush=True)
    return result.returncode == 0


def keep(build, target):
    """The smallest set of inputs with the coverage of all that was found from our own seeds."""
    kept = OURS / target / "found.base64"
    with tempfile.TemporaryDirectory(prefix="chancery-fuzz-") as scratch:
        result = pathlib.Path(scratch) / "result"
        result.mkdir()
        subprocess.run([build / f"fuzz/fuzz_{target}", "-merge=1", f"-max_len={KEPT}", result,
                        unpack(target, pathlib.Path(scratch) / "own"), build / "found-own" / target], stderr=subprocess.DEVNULL, check=True)
        ours = {file.read_bytes() for file in OURS.joinpath(target).iterdir() if file != kept}
        fresh = sorted({file.read_bytes() for file in result.iterdir()} - ours)
    kept.write_text("".join(base64.b64encode(content).decode() + "\n" for content in fresh), encoding="ascii")
    print(f"{target}: {len(fresh)} inputs, {kept.stat().st_size} bytes in {kept}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--build", type=pathlib.Path, default=ROOT / "build/fuzz")
    arguments.add_argument("--seconds", type=int, default=600, help="of each target")
    arguments.add_argument("--own", action="store_true", help="without the shared test corpus")
    arguments.add_argument("--keep", action="store_true", help="minimise what --own found into the repository")
    arguments.add_argument("targets", nargs="*", default=TARGETS, metavar="target")
    asked = arguments.parse_args()
    unknown = [target for target in asked.targets if target not in TARGETS]
    if unknown:
        arguments.error(f"no target named {unknown[0]}; there are {', '.join(TARGETS)}")
    missing = [target for target in asked.targets if not (asked.build / f"fuzz/fuzz_{target}").is_file()]
    if missing:
        arguments.error(f"fuzz_{missing[0]} is not built: cmake --preset fuzz && cmake --build --preset fuzz")
    if asked.keep:
        for target in asked.targets:
            keep(asked.build.resolve(), target)
        return
    fine = [run(asked.build.resolve(), target, asked.seconds, asked.own) for target in asked.targets]
    sys.exit(0 if all(fine) else 1)


if __name__ == "__main__":
    main()
