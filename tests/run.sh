#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds and runs all tests. Arguments go to ctest: tests/run.sh -R core, tests/run.sh -L gui.
set -uo pipefail
me=tests/run.sh
. "$(dirname "${BASH_SOURCE[0]}")/../installer/common.sh"

installer/setup.sh || exit 1
configure dev
build dev
# For integration.tst_identityprovider, which is skipped where this cannot be had: half a minute, once.
if command -v npm >/dev/null && [ ! -d tests/identity/node_modules ]; then
    npm ci --prefix tests/identity --ignore-scripts --no-audit --no-fund >build/logs/npm.log 2>&1 ||
        echo "$me: the identity provider of npm could not be installed, its test is skipped (build/logs/npm.log)"
fi
exec ctest --preset dev "$@"
