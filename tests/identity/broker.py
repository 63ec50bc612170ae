#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A directory behind a broker, for integration.tst_directory: OpenLDAP's slapd with two people, and LemonLDAP::NG, which
asks it for their passwords and groups and speaks OpenID Connect. Both on 127.0.0.1, in a folder that goes with them.

broker.py           says "ready ISSUER" once both listen, and ends with its standard input
broker.py --missing says what is not installed; nothing where all is

The packages are in installer/packages.txt; installer/setup.sh keeps them from running anything by themselves.
"""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

SUFFIX = "dc=example,dc=org"
SLAPD = "/usr/sbin/slapd"
TEMPLATES = "/usr/share/lemonldap-ng/portal/templates"

# Her password is a password of the directory, which Chancery never sees.
PEOPLE = f"""dn: {SUFFIX}
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: ou=people,{SUFFIX}
objectClass: organizationalUnit
ou: people

dn: ou=groups,{SUFFIX}
objectClass: organizationalUnit
ou: groups

dn: uid=lea,ou=people,{SUFFIX}
objectClass: inetOrgPerson
uid: lea
cn: Lea of the directory
sn: Directory
mail: lea@example.org
userPassword: x

dn: uid=max,ou=people,{SUFFIX}
objectClass: inetOrgPerson
uid: max
cn: Max of the directory
sn: Directory
mail: max@example.org
userPassword: another

dn: cn=ops,ou=groups,{SUFFIX}
objectClass: groupOfNames
cn: ops
member: uid=lea,ou=people,{SUFFIX}
"""

# The portal compares redirect addresses letter by letter; RFC 8252 §7.3 wants any port of this machine. The plugin is the
# one of docs/operator-guide.md.
PLUGIN = r"""package LoopbackRedirect;
use Mouse;
extends 'Lemonldap::NG::Portal::Main::Plugin';
use constant hook => { oidcGotRequest => 'allow' };
sub init { 1 }
sub allow {
    my ( $self, $req, $asked ) = @_;
    my $rp = $self->conf->{oidcRPMetaDataOptions}->{chancery};
    $rp->{oidcRPMetaDataOptionsRedirectUris} = $asked->{redirect_uri}
      if ( $asked->{client_id} // '' ) eq 'chancery'
      and ( $asked->{redirect_uri} // '' ) =~ m{^http://127\.0\.0\.1:[0-9]+/cb/[A-Za-z0-9_-]+$};
    return 0;
}
1;
"""


def missing():
    programs = {"slapd": SLAPD, "libplack-perl": "/usr/bin/plackup", "openssl": "/usr/bin/openssl"}
    modules = {"Lemonldap/NG/Portal/Main.pm": "liblemonldap-ng-portal-perl", "Net/LDAP.pm": "libnet-ldap-perl",
               "Unicode/String.pm": "libunicode-string-perl", "IO/Socket/Timeout.pm": "libio-socket-timeout-perl",
               "IO/String.pm": "libio-string-perl", "String/Random.pm": "libstring-random-perl",
               "Crypt/OpenSSL/Bignum.pm": "libcrypt-openssl-bignum-perl", "GD/SecurityImage.pm": "libgd-securityimage-perl",
               "Image/Magick.pm": "libimage-magick-perl"}
    absent = [package for package, file in programs.items() if not os.path.exists(file)]
    folders = subprocess.run(["perl", "-e", 'print join "\\n", @INC'], capture_output=True, text=True, check=False).stdout.split()
    absent += [package for file, package in modules.items() if not any(os.path.exists(f"{folder}/{file}") for folder in folders)]
    return " ".join(absent)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process):
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"{process.args[0]} ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"{process.args[0]} does not listen")


def start_directory(folder, started):
    port = free_port()
    data = os.path.join(folder, "directory")
    os.mkdir(data)
    settings = os.path.join(folder, "slapd.conf")
    with open(settings, "w", encoding="utf-8") as file:
        for schema in ("core", "cosine", "inetorgperson"):
            file.write(f"include /etc/ldap/schema/{schema}.schema\n")
        file.write(f"modulepath /usr/lib/ldap\nmoduleload back_mdb\npidfile {folder}/slapd.pid\n"
                   f"database mdb\nsuffix {SUFFIX}\ndirectory {data}\nmaxsize 10485760\n"
                   "access to attrs=userPassword by anonymous auth by * none\naccess to * by * read\n")
    subprocess.run(["/usr/sbin/slapadd", "-f", settings], input=PEOPLE.encode(), check=True, stdout=sys.stderr)
    process = subprocess.Popen([SLAPD, "-d", "0", "-f", settings, "-h", f"ldap://127.0.0.1:{port}"], stdout=sys.stderr)
    started.append(process)
    wait_for(port, process)
    return port


def key_pair(folder):
    private = subprocess.run(["openssl", "genrsa", "2048"], check=True, capture_output=True).stdout
    public = subprocess.run(["openssl", "rsa", "-pubout"], input=private, check=True, capture_output=True).stdout
    return private.decode(), public.decode()


def portal_settings(folder, issuer, directory):
    private, public = key_pair(folder)
    sessions = {"Directory": f"{folder}/sessions", "LockDirectory": f"{folder}/sessions"}
    return {
        "cfgNum": 1, "cfgAuthor": "test", "cfgDate": 1, "cfgVersion": "2.16.1",
        "portal": issuer + "/", "domain": "127.0.0.1", "cookieName": "lemonldap", "securedCookie": 0, "timeout": 3600,
        "requireToken": 0, "whatToTrace": "_whatToTrace", "macros": {"_whatToTrace": "$uid"}, "groups": {},
        "globalStorage": "Apache::Session::File", "globalStorageOptions": sessions,
        "persistentStorage": "Apache::Session::File", "persistentStorageOptions": sessions,
        "localSessionStorage": "", "locationRules": {}, "exportedHeaders": {}, "applicationList": {},
        "customPlugins": "LoopbackRedirect", "notification": 0, "loginHistoryEnabled": 0,
        "captcha_login_enabled": 0, "captcha_mail_enabled": 0, "captcha_register_enabled": 0,
        "portalDisplayRegister": 0, "portalDisplayResetPassword": 0,
        "authentication": "LDAP", "userDB": "Same", "passwordDB": "Null", "registerDB": "Null",
        "ldapServer": f"ldap://127.0.0.1:{directory}", "ldapBase": f"ou=people,{SUFFIX}",
        "ldapGroupBase": f"ou=groups,{SUFFIX}", "ldapGroupObjectClass": "groupOfNames",
        "ldapGroupAttributeName": "member", "ldapGroupAttributeNameUser": "dn", "ldapGroupAttributeNameSearch": "cn",
        "exportedVars": {}, "ldapExportedVars": {"uid": "uid", "cn": "cn", "mail": "mail"},
        "issuerDBOpenIDConnectActivation": 1, "issuerDBOpenIDConnectRule": 1,
        "issuerDBOpenIDConnectPath": "^/oauth2/",
        "oidcServiceAllowAuthorizationCodeFlow": 1, "oidcServiceMetaDataIssuer": issuer,
        "oidcServicePrivateKeySig": private, "oidcServicePublicKeySig": public, "oidcServiceKeyIdSig": "k1",
        "oidcRPMetaDataOptions": {"chancery": {
            "oidcRPMetaDataOptionsClientID": "chancery", "oidcRPMetaDataOptionsPublic": 1,
            "oidcRPMetaDataOptionsRequirePKCE": 1, "oidcRPMetaDataOptionsBypassConsent": 1,
            "oidcRPMetaDataOptionsIDTokenSignAlg": "RS256", "oidcRPMetaDataOptionsIDTokenExpiration": 300,
            "oidcRPMetaDataOptionsIDTokenForceClaims": 1, "oidcRPMetaDataOptionsUserIDAttr": "uid",
            "oidcRPMetaDataOptionsRedirectUris": ""}},
        "oidcRPMetaDataExportedVars": {"chancery": {
            "preferred_username": "uid", "name": "cn", "email": "mail", "groups": "groups;string;always"}},
        "oidcRPMetaDataOptionsExtraClaims": {"chancery": {"profile": "preferred_username name groups"}},
    }


def start_portal(folder, directory, started):
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    for name in ("conf", "sessions"):
        os.mkdir(os.path.join(folder, name))
    with open(os.path.join(folder, "conf", "lmConf-1.json"), "w", encoding="utf-8") as file:
        json.dump(portal_settings(folder, issuer, directory), file)
    settings = os.path.join(folder, "portal.ini")
    with open(settings, "w", encoding="utf-8") as file:
        file.write(f"[all]\nlogLevel = warn\n[configuration]\ntype = File\ndirName = {folder}/conf\n"
                   f"[portal]\nstaticPrefix = /static\ntemplateDir = {TEMPLATES}\nlanguages = en\n")
    with open(os.path.join(folder, "LoopbackRedirect.pm"), "w", encoding="utf-8") as file:
        file.write(PLUGIN)
    program = os.path.join(folder, "portal.psgi")
    with open(program, "w", encoding="utf-8") as file:
        file.write("use Lemonldap::NG::Portal::Main;\nLemonldap::NG::Portal::Main->run({});\n")
    process = subprocess.Popen(["/usr/bin/plackup", "-I", folder, "--host", "127.0.0.1", "--port", str(port), "-E", "deployment", program],
                               env={**os.environ, "LLNG_DEFAULTCONFFILE": settings}, stdout=sys.stderr)
    started.append(process)
    wait_for(port, process)
    urllib.request.urlopen(issuer + "/.well-known/openid-configuration", timeout=30).read()
    return issuer


def main():
    if "--missing" in sys.argv:
        print(missing())
        return
    folder = tempfile.mkdtemp(prefix="broker-")
    started = []
    try:
        print(f"ready {start_portal(folder, start_directory(folder, started), started)}", flush=True)
        sys.stdin.read()
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
