#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Turns a config with upstreams and rate limits into an nginx include and reloads nginx.

render.py CONFIG.json INCLUDE.conf NGINX.conf PIDFILE

The agent runs this as its reload command. The new include replaces the old one only for as long as nginx
accepts it: when "nginx -t" refuses it, the old one comes back, nginx keeps running as it was, and the exit
status tells the agent to refuse the version.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
SERVER = re.compile(r"[a-z0-9.-]+:[0-9]{1,5}")


def rendered(config):
    """The include's text. Whatever is not of the expected form stops here: nginx's language has no quoting
    that would make a foreign string harmless."""
    lines = ["# Written by Chancery's agent; changes are lost."]
    rate, burst = config["limits"]["requestsPerSecond"], config["limits"]["burst"]
    if not all(isinstance(number, int) and 0 < number <= 1000000 for number in (rate, burst)):
        raise ValueError("limits must be whole numbers from 1 to 1000000")
    lines.append(f"limit_req_zone $binary_remote_addr zone=chancery:1m rate={rate}r/s;")
    lines.append(f"limit_req zone=chancery burst={burst} nodelay;")
    for name, upstream in config["upstreams"].items():
        if not NAME.fullmatch(name):
            raise ValueError(f"not a name for an upstream: {name!r}")
        lines.append(f"upstream {name} {{")
        for server in upstream["servers"]:
            if not SERVER.fullmatch(server):
                raise ValueError(f"not a server: {server!r}")
            lines.append(f"    server {server};")
        lines.append(f"    keepalive {int(upstream.get('keepAlive', 32))};")
        lines.append("}")
    return "\n".join(lines) + "\n"


def replace(path, text):
    folder = os.path.dirname(os.path.abspath(path))
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def accepted(nginx_config):
    """Whether "nginx -t" takes the configuration; what it says against it goes to standard error."""
    # A service's PATH often lacks the folder in which nginx is.
    nginx = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if nginx is None:
        raise FileNotFoundError("there is no nginx")
    test = subprocess.run([nginx, "-t", "-q", "-c", nginx_config], capture_output=True, text=True, check=False)
    if test.returncode != 0:
        print(test.stderr.strip(), file=sys.stderr)
    return test.returncode == 0


def reload_running(pid_file):
    """An nginx that does not run reads the include when it starts. Its pid file may be there all the same, and
    empty: "nginx -t" makes it."""
    if not os.path.exists(pid_file):
        return
    with open(pid_file, encoding="utf-8") as file:
        number = file.read().strip()
    try:
        if number:
            os.kill(int(number), signal.SIGHUP)
    except ProcessLookupError:
        pass


def main(config_file, include, nginx_config, pid_file):
    with open(config_file, encoding="utf-8") as file:
        text = rendered(json.load(file))
    old = None
    if os.path.exists(include):
        with open(include, encoding="utf-8") as file:
            old = file.read()
    is_accepted = False
    try:
        replace(include, text)
        is_accepted = accepted(nginx_config)
    finally:
        if not is_accepted and old is not None:
            replace(include, old)
        elif not is_accepted and os.path.exists(include):
            os.remove(include)
    if not is_accepted:
        return 1
    reload_running(pid_file)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 5:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    try:
        sys.exit(main(*sys.argv[1:]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"render.py: {error}", file=sys.stderr)
        sys.exit(1)
