#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A receiver of syslog that reads RFC 5424 by itself, framed after RFC 6587 §3.4.1 and RFC 5425.

syslogreceiver.py udp|tcp|tls PORT OUT [--cert FILE --key FILE] [--pause SECONDS]
Says "ready PORT", then writes a line of JSON to OUT for every message: whole, or not at all when it
is killed. What is wrong with a message stands under "error".
"""
import argparse
import json
import os
import re
import socket
import ssl
import time

HEAD = re.compile(
    rb"<(\d{1,3})>1 (-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)) "
    rb"([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) ")
PARAM = re.compile(rb' ([!#-<>-\\^-~]{1,32})="((?:[^"\\\]]|\\["\\\]])*)"')


def read(message):
    head = HEAD.match(message)
    if not head:
        return {"error": "head"}
    at = head.end()
    if not message[at:at + 1] == b"[":
        return {"error": "element"}
    name = re.compile(rb"\[([!#-<>-\\^-~]{1,32})").match(message, at)
    at = name.end()
    params = {}
    while True:
        param = PARAM.match(message, at)
        if not param:
            break
        value = re.sub(rb'\\(["\\\]])', rb"\1", param[2]).decode("utf-8")
        if any(ord(c) < 32 for c in value):
            return {"error": "control"}
        params[param[1].decode()] = value
        at = param.end()
    if message[at:at + 1] != b"]":
        return {"error": "element ends"}
    rest = message[at + 1:]
    if rest and not rest.startswith(b" \xef\xbb\xbf"):
        return {"error": "no byte order mark"}
    text = rest[4:].decode("utf-8")
    if any(c in text for c in "\r\n\0"):
        return {"error": "line"}
    return {"pri": int(head[1]), "time": head[2].decode(), "host": head[3].decode(),
            "app": head[4].decode(), "msgid": head[6].decode(), "id": name[1].decode(),
            "params": params, "seq": int(params.get("seq", -1)), "msg": text}


def keep(out, message, pause):
    try:
        record = read(message)
    except UnicodeDecodeError:
        record = {"error": "utf-8"}
    os.write(out, json.dumps(record).encode() + b"\n")
    if pause:
        time.sleep(pause)


def serve(connection, out, pause):
    buffer = b""
    while True:
        end = buffer.find(b" ", 0, 12)
        length = int(buffer[:end]) if end > 0 and buffer[:end].isdigit() else None
        if length is None and len(buffer) > 12:
            os.write(out, json.dumps({"error": "frame"}).encode() + b"\n")
            return
        if length is not None and len(buffer) >= end + 1 + length:
            keep(out, buffer[end + 1:end + 1 + length], pause)
            buffer = buffer[end + 1 + length:]
            continue
        try:
            more = connection.recv(4096 if pause else 65536)
        except OSError:
            return
        if not more:
            return
        buffer += more


options = argparse.ArgumentParser()
options.add_argument("mode")
options.add_argument("port", type=int)
options.add_argument("out")
options.add_argument("--cert")
options.add_argument("--key")
options.add_argument("--pause", type=float, default=0)
given = options.parse_args()
out = os.open(given.out, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
kind = socket.SOCK_DGRAM if given.mode == "udp" else socket.SOCK_STREAM
listener = socket.socket(socket.AF_INET, kind)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", given.port))
if given.mode == "udp":
    print("ready", listener.getsockname()[1], flush=True)
    while True:
        keep(out, listener.recv(65535), given.pause)
listener.listen()
print("ready", listener.getsockname()[1], flush=True)
while True:
    connection, _ = listener.accept()
    if given.mode == "tls":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(given.cert, given.key)
        try:
            connection = context.wrap_socket(connection, server_side=True)
        except (ssl.SSLError, OSError):
            continue
    serve(connection, out, given.pause)
    connection.close()
