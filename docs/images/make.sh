#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the pictures of the guides again, of the console in front of a scripted server:
#   docs/images/make.sh [build folder] [editor|audit]
# Build gui_tst_lineagejourney, _differences, _mergejourney, _dependencies and _rollback first; with "editor" those of the editor
# alone, which the tour of the demo takes: build chancery and chancery-cms; with "audit" those of the auditor's guide:
# build gui_tst_auditjourney, _reportjourney and _forgettingjourney. Look at each before it is committed.
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/dev}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# In 256 colours where there is a program for it.
shrink() {
    convert "$folder/$1.png" -colors 256 "PNG8:docs/images/$2.png" 2>/dev/null \
        || cp "$folder/$1.png" "docs/images/$2.png"
}
if [ "${2:-}" = editor ]; then
    tests/support/sandbox.sh "$build/bin/chancery" --data "$folder/data" --tour "$folder" >"$folder/log" 2>&1 || {
        cat "$folder/log" >&2
        exit 1
    }
    for picture in configs form problems completion; do
        shrink "$picture-light" "$picture"
    done
    for picture in hover table matrix; do
        shrink "$picture-dark" "$picture"
    done
    exit
fi
if [ "${2:-}" = audit ]; then
    for test in auditjourney reportjourney forgettingjourney; do
        CHANCERY_PICTURES=$folder tests/support/sandbox.sh "$build/tests/gui_tst_$test" >"$folder/log" 2>&1 || {
            cat "$folder/log" >&2
            exit 1
        }
    done
    shrink audit-narrowed-light audit-proof
    shrink audit-rewritten-light audit-alarm
    shrink reports-light report
    shrink forgetting-done-light forgetting
    exit
fi
for test in lineagejourney differences mergejourney dependencies rollback; do
    CHANCERY_PICTURES=$folder tests/support/sandbox.sh "$build/tests/gui_tst_$test" >"$folder/log" 2>&1 || {
        cat "$folder/log" >&2
        exit 1
    }
done
take() { cp "$folder/$1.png" "docs/images/$2.png"; }
take lineage-everywhere-light lineage
take lineage-everywhere-dark lineage-dark
take difference-side-by-side-light difference
take difference-side-by-side-dark difference-dark
take difference-keys-light difference-keys
take merge-light merge
take merge-dark merge-dark
take dependencies-light dependencies
take dependencies-dark dependencies-dark
take rollback-instant-light rollback
take rollback-instant-dark rollback-dark
take blame-light blame
take blame-dark blame-dark
