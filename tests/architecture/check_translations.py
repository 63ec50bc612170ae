#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every text that people see stands in the source file of the translations, and none that is gone.

check_translations.py LUPDATE FOLDER...   reads the sources again and compares with resources/translations/chancery_en.ts
check_translations.py --self-test
"""
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path("resources/translations/chancery_en.ts")
LUPDATE = "/usr/lib/qt6/bin/lupdate"


def said(lupdate, root, folders, target):
    subprocess.run([lupdate, "-silent", "-I", ".", "-locations", "none", "-no-obsolete", "-extensions", "cpp,h,ui",
                    *folders, "-ts", str(target)], cwd=root, check=True)
    return target.read_text(encoding="utf-8").splitlines()


def differences(lupdate, root, folders, kept):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / kept.name
        copy.write_bytes(kept.read_bytes())
        before = kept.read_text(encoding="utf-8").splitlines()
        after = said(lupdate, root, folders, copy)
    texts = [{line.strip() for line in lines if "<source>" in line} for lines in (before, after)]
    found = [f"missing: {text}" for text in sorted(texts[1] - texts[0])]
    found += [f"gone: {text}" for text in sorted(texts[0] - texts[1])]
    if before != after and not found:
        found.append("the same text elsewhere, or told in another way")
    return found


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "app").mkdir()
        source = root / "app" / "one.cpp"
        words = 'struct W { Q_DECLARE_TR_FUNCTIONS(w) };\nauto x = W::tr("%s");\n'
        source.write_text(words % "Open", encoding="utf-8")
        kept = root / "chancery_en.ts"
        said(LUPDATE, root, ["app"], kept)
        assert not differences(LUPDATE, root, ["app"], kept)
        source.write_text(words % "Close", encoding="utf-8")
        found = differences(LUPDATE, root, ["app"], kept)
        assert [line.split(":")[0] for line in found] == ["missing", "gone"], found


def main(arguments):
    if arguments == ["--self-test"]:
        self_test()
        return 0
    found = differences(arguments[0], pathlib.Path.cwd(), arguments[1:], SOURCE)
    for line in found:
        print(line)
    if found:
        print(f"{SOURCE} is not what the sources say: build the target update_translations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
