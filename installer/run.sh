#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds and starts the console on an embedded server with the demo workspace, signed in.
# Without a display it plays a tour of the same demo and leaves a picture of each workspace in build/tour/.
# Arguments go to the console.
set -uo pipefail
me=installer/run.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

installer/setup.sh || exit 1
configure release
build release chancery chancery-cms chancery-agent chancery-cli
console=$root/build/release/bin/chancery
[ -x "$console" ] || die "the console is missing after the build: $console"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    if [ -n "${DISPLAY:-}" ]; then
        xdotool getdisplaygeometry >/dev/null 2>&1 ||
            die "the display $DISPLAY cannot be opened; without DISPLAY a tour is played under a virtual one"
    elif [ ! -S "${XDG_RUNTIME_DIR:-}/$WAYLAND_DISPLAY" ] && [ ! -S "$WAYLAND_DISPLAY" ]; then
        die "the display $WAYLAND_DISPLAY cannot be opened; without WAYLAND_DISPLAY a tour is played under a virtual one"
    fi
    exec "$console" --demo "$@"
fi

# No display: a virtual one of our own, with a number that nobody else has.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/chancery-run.XXXXXX") || die "no folder can be made in ${TMPDIR:-/tmp}"
children=()
clean_up()
{
    [ ${#children[@]} -eq 0 ] || kill "${children[@]}" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

command -v Xvfb >/dev/null || die "Xvfb is missing (package xvfb)"
mkfifo "$scratch/number"
Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp -noreset 3>"$scratch/number" >"$scratch/xvfb.log" 2>&1 &
children+=($!)
number=
read -r -t 30 number <"$scratch/number"
[ -n "$number" ] || die "the virtual display did not start: $(tail -1 "$scratch/xvfb.log")"
export DISPLAY=":$number" QT_QPA_PLATFORM=xcb
if command -v openbox >/dev/null && command -v xdotool >/dev/null; then
    openbox >"$scratch/openbox.log" 2>&1 3>&- &
    children+=($!)
    # A window that is shown while the manager is just beginning may never be mapped.
    for ((i = 0; i < 300; ++i)); do
        xdotool get_num_desktops >/dev/null 2>&1 && break
        read -r -t 0.1 <>"$scratch/number"
    done
    [ $i -lt 300 ] || die "the window manager of the virtual display did not start: $(tail -1 "$scratch/openbox.log")"
fi
if [ -z "${XDG_RUNTIME_DIR:-}" ] || [ ! -w "$XDG_RUNTIME_DIR" ]; then
    mkdir -m 700 "$scratch/runtime"
    export XDG_RUNTIME_DIR=$scratch/runtime
fi

mkdir -p build/tour || die "the folder build/tour cannot be made"
rm -f build/tour/*.png
printf '%s: no display, playing the tour of the demo\n' "$me"
timeout "${CHANCERY_TOUR_SECONDS:-600}" "$console" --demo --data "$scratch/data" --tour build/tour "$@"
status=$?
pictures=$(find build/tour -maxdepth 1 -name '*.png' | sort)
[ $status -eq 124 ] && die "the tour did not end in ${CHANCERY_TOUR_SECONDS:-600} seconds"
[ $status -eq 0 ] || die "the tour failed with exit code $status"
[ -n "$pictures" ] || die "the tour left no picture in build/tour"
printf '%s\n' "$pictures"
