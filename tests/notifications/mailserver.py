#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A mail server on this machine, of Debian's python3-aiosmtpd.

mailserver.py CERTIFICATE KEY starttls|plain
With "starttls" it demands TLS and then the user "cms" with the password "letters"; with "plain" it offers neither.
Says "ready PORT", then a line of JSON for every mail.
"""
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Mailbox:
    async def handle_DATA(self, _server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        print(json.dumps({
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
            "signedIn": session.authenticated, "subject": mail["subject"], "headers": len(mail.keys()),
            "list": mail["list-id"], "bcc": mail["bcc"], "body": mail.get_content(),
        }), flush=True)
        return "250 taken"


def authenticator(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=data.login == b"cms" and data.password == b"letters")


def mail_server():
    if sys.argv[3] == "plain":
        return SMTP(Mailbox(), hostname="localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    return SMTP(Mailbox(), hostname="localhost", tls_context=context, require_starttls=True,
                authenticator=authenticator, auth_required=True)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(mail_server, "127.0.0.1", 0)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
