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
trap 'rm -f "$log"; allow_starts' EXIT

# The tests start what they need of nginx, slapd and lemonldap-ng themselves, on ports of their own. Nobody wants them
# running on their desk: nothing is started while packages are installed (policy-rc.d, see invoke-rc.d(8)), slapd gets no
# directory, and what is enabled by its package is disabled again before the machine starts anew. What was there before,
# whoever installed it, stays as it is.
policy=/usr/sbin/policy-rc.d
made_policy=
forbid_starts()
{
    case " ${missing[*]} " in
    *" slapd "*)
        printf 'slapd slapd/no_configuration boolean true\n' | "${as_root[@]}" debconf-set-selections >>"$log" 2>&1
        ;;
    esac
    [ -e "$policy" ] && return
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null && "${as_root[@]}" chmod 755 "$policy" &&
        made_policy=yes
}
allow_starts()
{
    [ -n "$made_policy" ] && "${as_root[@]}" rm -f "$policy"
    made_policy=
}
units_of()
{
    case $1 in
    nginx-light) echo nginx.service ;;
    slapd) echo slapd.service ;;
    liblemonldap-ng-portal-perl) echo liblemonldap-ng-{portal,handler}-perl.{service,timer} ;;
    esac
}
apt()
{
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        -o Acquire::Retries=3 "$@" >>"$log" 2>&1 </dev/null
}

printf 'installer: installing %d packages: %s\n' "${#missing[@]}" "${missing[*]}"
apt update || printf 'installer: the package lists could not be renewed, going on with the old ones\n'
forbid_starts
apt install --no-install-recommends "${missing[@]}"
status=$?
allow_starts
if command -v systemctl >/dev/null; then
    for package in "${missing[@]}"; do
        for unit in $(units_of "$package"); do
            "${as_root[@]}" systemctl disable "$unit" >>"$log" 2>&1
        done
    done
fi

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
