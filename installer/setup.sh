#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs those packages of packages.txt that are missing. Does nothing, in a fraction of a second, when
# none is. Internal: called by installer/run.sh and tests/run.sh.
set -uo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
list=${CHANCERY_PACKAGES:-$here/packages.txt}

die()
{
    printf 'installer: %s\n' "$*" >&2
    exit 1
}

# The wanted names that dpkg does not know as installed, one a line.
missing_packages()
{
    comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) \
        <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
            sed -n 's/^installed //p' | sort -u)
}

[ -r "$list" ] || die "the list of packages $list is missing"
command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    die "dpkg and apt-get are missing: this is made for Debian 12"
mapfile -t wanted < <(sed 's/#.*//' "$list" | awk 'NF { print $1 }')
[ ${#wanted[@]} -gt 0 ] || die "the list of packages $list is empty"

mapfile -t missing < <(missing_packages)
[ ${#missing[@]} -eq 0 ] && exit 0

# Never a password prompt where nobody can answer it.
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        die "package ${missing[*]} is missing and could not be installed: needs root, and sudo is missing"
    elif sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
    elif [ -t 0 ] && [ -t 2 ]; then
        as_root=(sudo)
    else
        die "package ${missing[*]} is missing and could not be installed: needs root"
    fi
fi

log=$(mktemp "${TMPDIR:-/tmp}/chancery-setup.XXXXXX") || die "no file can be made in ${TMPDIR:-/tmp}"
trap 'rm -f "$log"' EXIT
apt()
{
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        -o Acquire::Retries=3 "$@" >>"$log" 2>&1 </dev/null
}

printf 'installer: installing %d packages: %s\n' "${#missing[@]}" "${missing[*]}"
apt update || printf 'installer: the package lists could not be renewed, going on with the old ones\n'
apt install --no-install-recommends "${missing[@]}"
status=$?

mapfile -t missing < <(missing_packages)
if [ ${#missing[@]} -gt 0 ]; then
    # What the network or the disk said is nearer to the cause than what apt-get concludes from it.
    cause=$(grep -m1 -iE 'no space left|temporary failure resolving|could not (resolve|connect)|network is unreachable' "$log" ||
        grep -m1 '^E: ' "$log" || tail -1 "$log")
    cause=$(printf '%s' "$cause" | sed -E 's/^[[:space:]]*([EW]: )?//')
    system=$(. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME:-}")
    case $system in
    "Debian GNU/Linux 12"*) system= ;;
    *) system=", this is ${system:-an unknown system} and not Debian 12" ;;
    esac
    die "package ${missing[*]} is missing and could not be installed$system (apt-get exit $status: $cause)"
fi
