#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A receiver of webhooks that checks them by itself, after the Standard Webhooks specification.

webhookreceiver.py CERTIFICATE KEY SECRET
Says "ready PORT", then a line of JSON for every message.
"""
import base64
import hashlib
import hmac
import http.server
import json
import ssl
import sys
import time


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        head = {name: self.headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature")}
        key = base64.b64decode(sys.argv[3].removeprefix("whsec_"))
        text = f"{head['id']}.{head['timestamp']}.".encode() + body
        wanted = "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
        event = json.loads(body)
        print(json.dumps({
            "signed": any(hmac.compare_digest(wanted, one) for one in head["signature"].split()),
            "fresh": abs(time.time() - int(head["timestamp"])) < 300,
            "same": head["id"] == event["id"],
            "type": event["type"], "subject": event["subject"], "title": event["data"]["title"],
        }), flush=True)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
server.socket = context.wrap_socket(server.socket, server_side=True)
print("ready", server.server_address[1], flush=True)
server.serve_forever()
