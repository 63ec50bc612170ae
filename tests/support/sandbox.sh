#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs one test program offscreen with a home, a runtime folder, a locale and a zone of its own.
set -eu
home=$(mktemp -d "${TMPDIR:-/tmp}/chancery-test.XXXXXX")
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run" "$home/tmp"
HOME=$home XDG_RUNTIME_DIR=$home/run XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache \
    TMPDIR=$home/tmp LC_ALL=C.UTF-8 TZ=UTC QT_QPA_PLATFORM=${CHANCERY_TEST_PLATFORM:-offscreen} \
    QT_FONT_DPI=96 QT_SCALE_FACTOR=1 NO_AT_BRIDGE=1 "$@"
