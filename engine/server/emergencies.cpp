// SPDX-License-Identifier: Apache-2.0
#include "emergencies.h"

#include "engine/core/document/canonical.h"
#include "engine/core/emergency/roster.h"
#include "engine/core/sealing/sealedvalue.h"
#include "engine/server/access.h"
#include "engine/server/approvals.h"
#include "engine/server/governing.h"
#include "engine/server/people.h"
#include "engine/server/sealkeys.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <set>

namespace chancery::server {

namespace {

constexpr std::string_view prefix = "EM-";

std::uint64_t numberOf(std::string_view id)
{
    std::uint64_t number = 0;
    if (!id.starts_with(prefix))
        return 0;
    const auto digits = id.substr(prefix.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

std::string keyOf(std::string_view family, const core::EmergencyId &id)
{
    return keys::join(family, keys::number(numberOf(id.text())));
}

core::EmergencySettings careful()
{
    core::EmergencySettings settings;
    settings.twoPerson = true;
    return settings;
}

std::vector<core::Principal> people(const View &view)
{
    std::vector<core::Principal> found;
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::principal, "")))) {
        auto principal = View::parse<core::Principal>(entry.value);
        if (principal.kind == core::PrincipalKind::User && !principal.disabled)
            found.push_back(std::move(principal));
    }
    return found;
}

// The value as canonical JSON, opened where it is sealed; nothing where it cannot be had.
std::optional<std::string> plain(Unit &unit, core::Value value, const core::SealPlace &place)
{
    if (!core::isMarkedSealed(value))
        return core::canonicalJson(value);
    const auto sealed = core::sealedValue(value);
    auto opened = sealed ? unit.sealKeys().open(unit.view(), *sealed, place)
                         : core::Result<core::Secret>(core::Error());
    if (!opened)
        return std::nullopt;
    return opened->reveal();
}

bool isStillLive(
    Unit &unit, const core::EmergencySession &session, const core::EmergencyRotation &secret)
{
    const auto head = unit.view().find<core::Head>(
        keys::join(keys::head, secret.config.text(), session.environment.text()));
    if (!head)
        return false;
    const auto text
        = core::read(unit.view().text(keys::join(keys::text, head->version.text())), head->format);
    const auto seen = core::readJson(secret.sealed);
    if (!text || !seen)
        return true; // nobody can tell
    const auto value = text.tree().root().resolve(secret.pointer);
    if (!value)
        return false;
    const auto place = core::sealPlace(secret.path, session.environment.text(), secret.pointer);
    const auto before = plain(unit, seen.tree().root(), place);
    const auto now = plain(unit, value, place);
    return !before || !now || *before == *now;
}

} // namespace

core::EmergencySettings emergencySettingsOf(
    const View &view, const core::EnvironmentId &environment)
{
    const auto head = governingHead(view, core::governing::Kind::Emergency, environment);
    if (!head)
        return {};
    const auto reading
        = core::read(view.text(keys::join(keys::text, head->version.text())), head->format);
    if (!reading)
        return careful();
    const auto settings = core::emergencySettings(reading.tree());
    return settings ? *settings : careful();
}

std::optional<core::EmergencySession> findEmergency(const View &view, const std::string &id)
{
    auto session = view.find<core::EmergencySession>(keyOf(keys::emergency, core::EmergencyId(id)));
    if (session && session->id.text() != id)
        session.reset();
    return session;
}

core::EmergencySession needEmergency(const View &view, const std::string &id)
{
    auto session = findEmergency(view, id);
    if (!session)
        refuse("not-found", "There is no emergency session " + id);
    return std::move(*session);
}

core::EmergencyId nextEmergencyId(const View &view)
{
    auto range = KeyRange::under(keys::join(keys::emergency, ""));
    range.backwards = true;
    range.limit = 1;
    const auto last = view.scan(range);
    const auto number = last.empty() ? 0 : keys::numberAtEnd(last.front().key);
    return core::EmergencyId(std::string(prefix) + std::to_string(number + 1));
}

std::vector<core::EmergencySession> unfinishedEmergencies(const View &view)
{
    std::vector<core::EmergencySession> sessions;
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::emergencyOpen, "")))) {
        const auto id = std::string(prefix) + std::to_string(keys::numberAtEnd(entry.key));
        sessions.push_back(needEmergency(view, id));
    }
    return sessions;
}

void storeEmergency(Unit &unit, core::EmergencySession &session, std::string summary)
{
    unit.store(keyOf(keys::emergency, session.id), session);
    const auto open = keyOf(keys::emergencyOpen, session.id);
    if (core::isUnfinished(session))
        unit.put(open, "-");
    else
        unit.remove(open);
    unit.publish("emergency.update", "/v1/emergency-sessions/" + session.id.text(), session.etag,
        std::move(summary));
}

void recordEmergency(Unit &unit, const core::EmergencySession &session, core::AuditKind kind,
    const std::string &reason)
{
    Deed deed{.kind = kind, .targetType = "emergency_session"};
    deed.targetId = session.id.text();
    deed.etag = session.etag.text();
    deed.environment = session.environment.text();
    deed.nameSpace = session.namespaces.size() == 1 ? session.namespaces.front() : "";
    deed.reason = reason.empty() ? session.reason : reason;
    deed.ticket = session.incident;
    deed.correlation = session.id.text();
    if (kind == core::AuditKind::BreakglassUse)
        deed.emergency = session.id.text();
    unit.record(deed);
}

Response answerWith(const core::EmergencySession &session, int status)
{
    return Response::json(api::toJson(session), status, session.etag.text());
}

core::EmergencyPerson personOf(const Actor &actor)
{
    static constexpr std::size_t shownDigits = 16; // AccessToken::id
    return {actor.principal.id, actor.principal.name, actor.tokenKey.substr(0, shownDigits)};
}

namespace {

// GOV-32: the right says who could be let in, the roster who is. Of a document that nobody can read
// nobody knows that it has none.
void demandRoster(const Unit &unit, const core::EnvironmentId &environment)
{
    using core::governing::Kind;
    const auto &view = unit.view();
    const auto document = governingTree(view, Kind::Emergency, environment);
    if (!document)
        return;
    const auto unreadable = [&](const char *what) {
        refuse("forbidden",
            "Nobody can tell whom emergency access in " + environment.text() + " lets in: " + what
                + " cannot be read");
    };
    if (document->nodeCount() == 0)
        unreadable("sys/emergency");
    const auto roster = core::emergencyRoster(*document);
    if (!roster)
        return;
    std::vector<core::governing::Group> groups;
    if (const auto tree = governingTree(view, Kind::Groups, environment)) {
        auto known = tree->nodeCount() > 0
            ? core::governing::readGroups(tree->root())
            : core::Result<std::vector<core::governing::Group>>(core::Error());
        if (!known)
            unreadable("sys/groups");
        groups = std::move(*known);
    }
    if (!core::isOnRoster(*roster, unit.actor().principal.name, groups))
        refuse("forbidden",
            "The roster of emergency access in " + environment.text()
                + " (sys/emergency) does not name you, nor a group that you are in");
}

} // namespace

void demandEmergencyRight(
    const Unit &unit, core::Permission permission, const core::EnvironmentId &environment)
{
    if (!unit.actor().isPerson())
        refuse("forbidden", "Emergency access is for people");
    demandAccess(unit, permission, std::vector<Place>{{environment, {}}});
    if (permission == core::Permission::EmergencyActivate)
        demandRoster(unit, environment);
}

int overdueReviews(const View &view, const Actor &actor, core::Instant now)
{
    const auto &id = actor.principal.id;
    const bool reviews
        = AccessBook(view).everHeld(actor.principal).has(core::Permission::EmergencyReview);
    auto sessions = unfinishedEmergencies(view);
    std::erase_if(sessions, [now](const core::EmergencySession &session) {
        return !core::isReviewOverdue(session, now);
    });
    if (sessions.empty())
        return 0;
    const auto people = Electorate::of(view, now);
    return int(std::ranges::count_if(sessions, [&](const core::EmergencySession &session) {
        return isSameHand(people, session.actor, id) || (reviews && !tookPart(people, session, id));
    }));
}

bool tookPart(const Electorate &people, const core::EmergencySession &session,
    const core::PrincipalId &principal)
{
    return isSameHand(people, session.actor, principal)
        || (session.confirmer && isSameHand(people, *session.confirmer, principal));
}

int skippedApprovers(const Unit &unit, const core::ChangeRequest &request)
{
    std::set<std::string> names;
    for (const auto &requirement : standingOf(unit.view(), request, unit.now()).requirements)
        names.insert(requirement.eligible.begin(), requirement.eligible.end());
    return int(names.size());
}

int skippedApprovers(const Unit &unit, const core::EmergencySession &session)
{
    const auto environment = unit.view().find<core::Environment>(
        keys::join(keys::environment, session.environment.text()));
    if (!environment || !environment->gated)
        return 0;
    const auto all = people(unit.view());
    AccessBook access(unit.view());
    return int(std::ranges::count_if(all, [&](const core::Principal &person) {
        return person.id != session.actor && access.everHeld(person).has(core::Permission::Approve);
    }));
}

namespace {

void demandNoEmergencyOf(
    const Unit &unit, const std::function<bool(const core::PrincipalId &)> &isTheirs)
{
    for (const auto &session : unfinishedEmergencies(unit.view())) {
        if (isTheirs(session.actor) && core::isOpenAt(session, unit.now()))
            refuse(
                "forbidden", "Not while your emergency session " + session.id.text() + " is open");
    }
}

} // namespace

void demandNoEmergency(const Unit &unit)
{
    demandNoEmergencyOf(unit, [&unit](const core::PrincipalId &actor) {
        return People::of(unit.view()).isOne(actor, unit.actor().principal.id);
    });
}

void demandNoEmergencyFor(const Unit &unit, std::string_view operation)
{
    static constexpr std::array<std::string_view, 3> takingAway{
        "disablePrincipal", "revokeToken", "revokeTokens"};
    if (std::ranges::find(takingAway, operation) == takingAway.end()) {
        demandNoEmergency(unit);
        return;
    }
    const auto people = People::of(unit.view());
    const core::PrincipalId target(unit.argument(0));
    demandNoEmergencyOf(unit, [&](const core::PrincipalId &actor) {
        const auto &own = unit.actor().principal.id;
        return actor == own || (people.isOne(actor, own) && !people.isOne(actor, target));
    });
}

bool isInEmergency(const View &view, const core::PrincipalId &actor,
    const core::EnvironmentId &environment, const std::string &path, core::Instant now)
{
    const auto space = path.substr(0, path.find('/'));
    return std::ranges::any_of(
        unfinishedEmergencies(view), [&](const core::EmergencySession &session) {
            return session.actor == actor && session.environment == environment
                && std::ranges::count(session.namespaces, space) > 0
                && core::isOpenAt(session, now);
        });
}

void noteRevealed(Unit &unit, const core::PrincipalId &actor,
    const core::EnvironmentId &environment, const core::EmergencyRotation &secret)
{
    for (auto &session : unfinishedEmergencies(unit.view())) {
        if (session.actor != actor || session.environment != environment
            || !core::isOpenAt(session, secret.at))
            continue;
        const bool isKnown
            = std::ranges::any_of(session.rotations, [&](const core::EmergencyRotation &known) {
                  return known.config == secret.config && known.pointer == secret.pointer
                      && known.sealed == secret.sealed;
              });
        if (isKnown)
            continue;
        session.rotations.push_back(secret);
        storeEmergency(unit, session, "a secret was seen in " + session.id.text());
    }
}

std::vector<core::EmergencyRotation> unrotatedSecrets(
    Unit &unit, const core::EmergencySession &session)
{
    std::vector<core::EmergencyRotation> same;
    for (const auto &secret : session.rotations) {
        if (isStillLive(unit, session, secret))
            same.push_back(secret);
    }
    return same;
}

void noteSuccessor(Unit &unit, const core::ChangeRequest &request, const core::Version &before,
    const core::ContentId &after)
{
    if (!before.emergency)
        return;
    auto session = needEmergency(unit.view(), *before.emergency);
    const bool isRatified = request.ratifies == before.emergency && before.content == after;
    for (auto &action : session.actions) {
        for (auto &change : action.changes) {
            if (change.version != before.id)
                continue;
            change.provision = isRatified ? core::Provision::Ratified : core::Provision::Replaced;
            change.followUp = request.id;
        }
    }
    storeEmergency(unit, session,
        session.id.text() + (isRatified ? ": a change was ratified" : ": a change was replaced"));
}

bool wasNeverApproved(const View &view, const core::VersionId &version)
{
    const auto known = view.find<core::Version>(keys::join(keys::version, version.text()));
    if (!known || !known->emergency)
        return !known;
    const auto session = needEmergency(view, *known->emergency);
    return std::ranges::none_of(session.actions, [&](const core::EmergencyAction &action) {
        return std::ranges::any_of(action.changes, [&](const core::EmergencyChange &change) {
            return change.version == version && change.provision == core::Provision::Ratified;
        });
    });
}

} // namespace chancery::server
