#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds and runs all tests. Arguments go to ctest: tests/run.sh -R core, tests/run.sh -L gui.
set -uo pipefail
me=tests/run.sh
. "$(dirname "${BASH_SOURCE[0]}")/../installer/common.sh"

installer/setup.sh || exit 1
configure dev
build dev
exec ctest --preset dev "$@"
