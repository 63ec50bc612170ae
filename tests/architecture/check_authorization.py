#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""docs/authorization-matrix.csv says, for every operation of the contract, who gets through.

It is worked out here from engine/api/openapi.yaml and from the tables below, without the product's code;
server.tst_authorizationmatrix sends every cell to a server and holds the answer against it. An operation without a row, or
a row that is not what the tables say, fails.

check_authorization.py [ROOT]           compares
check_authorization.py [ROOT] --write   writes the matrix anew; look at what changed before you keep it
"""
import os
import re
import sys

FIELDS = ("operationId", "x-permission", "x-scope")

ROLES = {
    "viewer": "view",
    "author": "view edit submit apply",
    "approver": "view approve apply",
    "operator": "view apply schedule rollback manageAgents",
    "auditor": "view auditRead",
    "admin": "view edit submit approve apply schedule rollback auditRead manageSchemas manageAgents administer",
    "agent": "view manageAgents",
}
BY_NAME = "freezeOverride emergencyActivate emergencyReview policyEdit secretReveal"
SCOPED = set(f"edit submit approve apply schedule rollback {BY_NAME}".split())

# Who tries: what their account gives everywhere, and where a rule of sys/access gives or takes.
SUBJECTS = {
    **{role: {"has": words} for role, words in ROLES.items()},
    "granted": {"has": f"view {BY_NAME}"},
    # By a rule for what lies in the namespace "a", their own, in every environment.
    "scoped": {"has": "view", "own": f"edit submit approve apply schedule rollback {BY_NAME}"},
    # The same rule, and it ended yesterday.
    "lapsed": {"has": "view"},
    # May do everything, and a rule forbids it in the namespace "b".
    "banned": {"has": f"{ROLES['admin']} {BY_NAME}", "not_foreign": True},
    # A service that was given all there is; some things are for people alone (GOV-3).
    "machine": {"has": f"{ROLES['admin']} {BY_NAME}", "machine": True},
    # A sealed key, whatever the rules say: four deeds, by name, and no permission.
    "recovery": {"recovery": True},
}

# In what state each of them tries; the first is: signed in, and nothing else is to be said.
STATES = {
    "": {},
    # With their own emergency access open, for which they have the right as well.
    "emergency": {"has": "emergencyActivate", "closed": True, "people": True},
    # With a password that an administrator issued.
    "one-time": {"one_time": True, "people": True},
    # With a session that has ended.
    "expired": {"unknown": True},
    # Their account was disabled.
    "disabled": {"unknown": True, "people": True},
    # With a session of another server, and with a provider's token for another client.
    "wrong audience": {"unknown": True},
    "no token": {"unknown": True},
}

# Never while one's own emergency access is open (GOV-44).
CLOSED = set(
    "createPrincipal createServiceToken setPrincipalRoles setSamePerson disablePrincipal enablePrincipal resetPassword revokeToken "
    "revokeTokens liftFreeze "
    "createNamespace createEnvironment createSchema setConfigSchema setConfigLayers releaseVersion rotateSealKey confirmEmergency reviewEmergency "
    "erasePersonalData placeLegalHold liftLegalHold pruneAudit".split())

# All that is open to a one-time password: to see whose session it is, to choose another one, and to end.
OPEN_TO_ONE_TIME = {"getCurrentSession", "deleteCurrentSession", "changePassword"}

# All that is open to a recovery key besides reading what everybody may view: to have a session, to look further, and to roll
# back, freeze and revoke.
OPEN_TO_RECOVERY = set(
    "getCurrentSession deleteCurrentSession searchConfigs previewEffective getPlaceImpact listTokens previewRollback rollBack "
    "rollBackSeveral freezeEnvironment revokeToken revokeTokens".split())

# What an operation does by different rights, as its body says: rows of their own, with the right and the scope of each. The
# operation's own rows are for what its x-permission is enough for, here a comment.
KINDS = {"voteOnChangeRequest": {"approve": ("approve", "place"), "request-changes": ("approve", "place")}}

# Never while one's own emergency access is open, whether or not one would have the right.
CLOSED_FIRST = {"voteOnChangeRequest:approve"}

# Never by a machine, whatever it may do.
PEOPLE = set(
    "voteOnChangeRequest voteOnChangeRequest:approve voteOnChangeRequest:request-changes rejectChangeRequest releaseVersion "
    "activateEmergency confirmEmergency extendEmergency reviewEmergency applyInEmergency revealValue".split())

# What the contract's x-scope means: the rows of an operation, each a namespace and a tier.
TIERS = ("0", "1", "2", "3")
SCOPES = {
    "": [("", "")],  # the whole server, or what only its owner finds
    "config": [("own", ""), ("foreign", "")],  # wherever the config is live
    "place": [(name, tier) for name in ("own", "foreign") for tier in TIERS],
    "environment": [("", tier) for tier in TIERS],
}


def operations(text):
    """(path, method, operationId, permission, scope) of each operation, in the contract's order."""
    found = []
    path = method = None
    values = {}

    def close():
        if values:
            found.append((path, method, values["operationId"], values.get("x-permission"), values.get("x-scope", "")))
            values.clear()

    for line in text.split("\ncomponents:")[0].splitlines():
        match = re.match(r'^  "?(/v1/[^"\s]*?)"?:$', line)
        if match:
            close()
            path = match.group(1)
            continue
        match = re.match(r"^    (get|put|post|delete|patch):$", line)
        if match:
            close()
            method = match.group(1).upper()
            continue
        match = re.match(r"^      ([\w-]+): (.*)$", line)
        if match and match.group(1) in FIELDS:
            values[match.group(1)] = match.group(2).strip('"')
    close()
    return found


def with_kinds(found):
    for path, method, operation, permission, scope in found:
        yield path, method, operation, permission, scope
        for kind, (right, where) in KINDS.get(operation, {}).items():
            yield path, method, f"{operation}:{kind}", right, where


def decision(subject, state, method, operation, permission, scope, place):
    is_machine = subject.get("machine")
    if (subject.get("recovery") or is_machine) and state.get("people"):
        return "-"  # there is no such thing
    if permission == "":
        return "yes"
    if state.get("unknown"):
        return "401"
    if subject.get("recovery"):
        is_open = operation in OPEN_TO_RECOVERY or (permission == "view" and method == "GET")
        return "yes" if is_open else "recovery"
    if state.get("one_time") and operation not in OPEN_TO_ONE_TIME:
        return "password"
    if is_machine and operation in PEOPLE:
        return "people"
    has = set(subject["has"].split()) | set(state.get("has", "").split())
    own = set(subject.get("own", "").split())
    if state.get("closed") and operation in CLOSED_FIRST:
        return "closed"
    if permission != "session":
        somewhere = permission in has | own
        if not somewhere:
            return "no"
        if state.get("closed") and operation in CLOSED:
            return "closed"
        if permission in SCOPED and scope:
            if subject.get("not_foreign") and place == "foreign":
                return "no"
            if permission not in has and place != "own":
                return "no"
    return "yes"


def matrix(text):
    lines = [",".join(["operation", "method", "path", "permission", "namespace", "tier", "state", *SUBJECTS])]
    for path, method, operation, permission, scope in with_kinds(operations(text)):
        if permission is None:
            raise SystemExit(f"{operation} says no x-permission")
        if scope not in SCOPES:
            raise SystemExit(f"{operation}: x-scope {scope} is not known")
        for name, state in STATES.items():
            for place, tier in SCOPES[scope]:
                cells = [decision(subject, state, method, operation, permission, scope, place)
                         for subject in SUBJECTS.values()]
                lines.append(",".join([operation, method, path, permission, place, tier, name, *cells]))
    return "\n".join(lines) + "\n"


def self_test():
    contract = (
        "paths:\n  /v1/a:\n    get:\n      operationId: readA\n      x-permission: \"view\"\n"
        "  \"/v1/a/{id}:go\":\n    post:\n      operationId: goA\n      x-permission: \"edit\"\n      x-scope: config\n"
        "components:\n")
    assert operations(contract) == [
        ("/v1/a", "GET", "readA", "view", ""), ("/v1/a/{id}:go", "POST", "goA", "edit", "config")]
    rows = [line.split(",") for line in matrix(contract).splitlines()]
    head = rows[0]
    rows = [dict(zip(head, row)) for row in rows[1:]]
    assert len(rows) == 3 * len(STATES), rows
    found = {(row["operation"], row["namespace"], row["state"]): row for row in rows}
    own, foreign = found["goA", "own", ""], found["goA", "foreign", ""]
    assert own["scoped"] == "yes" and foreign["scoped"] == "no", (own, foreign)
    assert own["banned"] == "yes" and foreign["banned"] == "no"
    assert own["viewer"] == "no" and found["goA", "own", "disabled"]["author"] == "401"
    assert found["goA", "own", "one-time"]["viewer"] == "password"
    assert own["machine"] == "yes" and found["goA", "own", "emergency"]["machine"] == "-"
    reading = found["readA", "", ""]
    assert reading["recovery"] == "yes" and own["recovery"] == "recovery", (reading, own)
    votes = "paths:\n  /v1/v:\n    post:\n      operationId: voteOnChangeRequest\n      x-permission: \"view\"\ncomponents:\n"
    rows = [dict(zip(head, line.split(","))) for line in matrix(votes).splitlines()[1:]]
    found = {(row["operation"], row["namespace"], row["state"]): row for row in rows}
    approving = "voteOnChangeRequest:approve"
    assert found["voteOnChangeRequest", "", ""]["viewer"] == "yes" and found[approving, "own", ""]["viewer"] == "no"
    assert found[approving, "own", ""]["machine"] == "people"
    assert found[approving, "foreign", ""]["scoped"] == "no" and found[approving, "own", "emergency"]["viewer"] == "closed"
    print("self-test: 11 cases, 0 failed")
    return 0


def main(arguments):
    if "--self-test" in arguments:
        return self_test()
    root = next((word for word in arguments if not word.startswith("--")), ".")
    with open(os.path.join(root, "engine", "api", "openapi.yaml"), encoding="utf-8") as file:
        wanted = matrix(file.read())
    path = os.path.join(root, "docs", "authorization-matrix.csv")
    if "--write" in arguments:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(wanted)
        return 0
    present = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            present = file.read()
    if present == wanted:
        print(f"docs/authorization-matrix.csv: {len(wanted.splitlines()) - 1} rows, as the contract says")
        return 0
    missing = set(wanted.splitlines()) - set(present.splitlines())
    stale = set(present.splitlines()) - set(wanted.splitlines())
    for line in sorted(missing):
        print(f"docs/authorization-matrix.csv lacks: {line}")
    for line in sorted(stale):
        print(f"docs/authorization-matrix.csv has, and should not: {line}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
