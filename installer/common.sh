# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# What installer/run.sh and tests/run.sh share; sourced by bash, with `me` set to the caller's name.
# After it: the repository is the working folder, and step, configure and build are defined.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 2
export LC_ALL=C.UTF-8

# A container may run without a home, or with one that cannot be written.
if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
    mkdir -p "$root/build/home"
    export HOME="$root/build/home"
fi

die()
{
    printf '%s: %s\n' "$me" "$*" >&2
    exit 1
}

mkdir -p build/logs 2>/dev/null && [ -w build/logs ] && [ -w . ] || die "the folder $root cannot be written"

# What a log complains about first, in one line.
first_complaint()
{
    local log=$1
    # CMake spreads an error over a paragraph or two; the compiler says it in a line.
    awk '/^CMake Error/ { sub(/^CMake Error:? ?/, ""); in_error = 1 }
        in_error && /^(Call Stack|-- |CMake |See also|Preset CMake)/ { exit }
        in_error && NF { gsub(/^[ \t]+|[ \t]+$/, ""); printf "%s%s", between, $0; between = " " }
        END { if (between) print "" }' "$log" | cut -c 1-300 | grep . ||
        grep -m1 -E 'error:|undefined symbol|No space left' "$log" ||
        grep -v '^[[:space:]]*$' "$log" | tail -1
}

# step NAME command...: runs it, shows its output and keeps it in build/logs/NAME.log.
# If it fails, the last line says which step it was and what it first complained about.
step()
{
    local name=$1 log="build/logs/$1.log" cause left
    shift
    if "$@" 2>&1 | tee "$log" 2>/dev/null; then
        return 0
    fi
    cause=$(first_complaint "$log" | sed 's/^[[:space:]]*//')
    left=$(df -Pm build | awk 'NR == 2 { print $4 }')
    [ "${left:-1000}" -ge 20 ] || cause="the disk is full, $left MB are left in $root/build"
    die "step '$name' failed: ${cause:-see the log} ($log)"
}

# configure PRESET: only when there is something to configure. Ninja itself notices changed CMake files,
# not changed presets, and cannot work in a tree that was moved.
configure()
{
    local preset=$1 folder="build/$1" fresh=()
    if [ -f "$folder/CMakeCache.txt" ] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        fresh=(--fresh)
    elif [ -f "$folder/build.ninja" ] && [ "$folder/build.ninja" -nt CMakePresets.json ] &&
        [ "$folder/build.ninja" -nt installer/packages.txt ]; then
        return 0
    fi
    step "configure-$preset" cmake "${fresh[@]}" --preset "$preset"
    touch "$folder/build.ninja"
}

# build PRESET [target...]
build()
{
    local preset=$1 targets=()
    shift
    [ $# -eq 0 ] || targets=(--target "$@")
    step "build-$preset" cmake --build --preset "$preset" --parallel "$(nproc)" "${targets[@]}"
}
