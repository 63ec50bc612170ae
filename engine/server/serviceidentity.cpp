// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeemergency.h"
#include "engine/server/anchors/anchoring.h"
#include "engine/server/answers.h"
#include "engine/server/auth.h"
#include "engine/server/emergencies.h"
#include "engine/server/gaptelling.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/lineage.h"
#include "engine/server/notifications/dispatcher.h"
#include "engine/server/passwords.h"
#include "engine/server/recovery/sessions.h"
#include "engine/server/retention.h"
#include "engine/server/secretfile.h"
#include "engine/server/service.h"
#include "engine/server/sink/syslogsink.h"
#include "engine/server/store/loggedstore.h"
#include "engine/server/store/sqlitestore.h"
#include "engine/server/uses.h"
#include "engine/server/validator.h"

// The second half of Service: opening, the first account, and everything that hashes a password.
// Hashing takes a tenth of a second by design, so it runs on the worker, between the network thread
// that looked the account up and the writer that records the outcome.
namespace chancery::server {

namespace {

// Whoever stood still for longer may also have had a clock that was set forward meanwhile. Which of
// the two it was, nobody knows: until the clock has gone on for a day, nothing is old by it.
constexpr std::chrono::hours longestStandstill{24 * 31};

constexpr auto logOrigin = "chancery.local/audit";
constexpr auto logKeyFile = "audit-log.key";
constexpr std::size_t cacheBytes = std::size_t(128) << 20;
constexpr std::chrono::hours sessionLife{12};

// A log that has entries has been signed with a key that others know. Another one in its place
// would look like another log, so its loss has to be seen.
core::Result<> demandKeyOf(Store &store, const std::filesystem::path &file)
{
    std::error_code failure;
    if (std::filesystem::exists(file, failure))
        return core::Done();
    auto reader = store.openReader();
    if (!reader)
        return reader.error();
    auto range = KeyRange::under(keys::join(keys::leaf, ""));
    range.limit = 1;
    const auto leaves = (*reader)->scan(range);
    if (!leaves)
        return leaves.error();
    return leaves->empty()
        ? core::Result<>(core::Done())
        : core::Error{core::ErrorKind::Storage, "log-key-missing",
              "the audit log's key " + file.string() + " is missing; put it back", {}, {}, {}};
}

Response recordFailure(
    Unit &unit, const WrongPassword &failure, std::string_view code = "bad-credentials")
{
    Deed deed{.kind = core::AuditKind::AuthnLogin};
    deed.subject = failure.name;
    // Names are keys here, and a '/' in one would be two of them.
    if (failure.name.find('/') == std::string::npos)
        deed.targetId = unit.view().text(keys::join(keys::principalName, failure.name));
    return recordWrongPassword(unit, failure, code, std::move(deed));
}

Response recordLogin(Unit &unit, const std::string &hash)
{
    // While the password was looked at, the account may have changed.
    const auto &id = unit.actor().principal.id.text();
    const auto principal
        = unit.view().need<core::Principal>(keys::join(keys::principal, id), "account");
    if (principal.disabled || unit.view().text(keys::join(keys::password, id)) != hash)
        return recordFailure(unit, {principal.name, {}, false});
    const auto given = oneTimePasswordOf(unit.view(), principal.id);
    if (given && given->expiresAt <= unit.now())
        return recordFailure(unit, {principal.name, {}, false}, "password-expired");
    return handOver(unit, core::AuditKind::AuthnLogin, principal,
        openSession(unit, principal, unit.now() + unit.facts().sessionLife, principal.name,
            authnByPassword(unit.now()), unit.now()),
        given ? "with the " + issuedPasswordText(unit.view(), principal.id) : std::string());
}

// The one to hash; none for an account without a password.
core::Result<std::optional<core::Secret>> passwordIn(
    const Request &request, api::Operation operation)
{
    core::Secret password;
    if (operation == api::Operation::createPrincipal) {
        auto asked = api::fromJson<core::NewPrincipal>(request.body);
        if (!asked)
            return std::move(asked).error();
        if (asked->kind != core::PrincipalKind::User)
            return std::optional<core::Secret>();
        password = std::move(asked->password);
    } else {
        auto asked = api::fromJson<core::PasswordReset>(request.body);
        if (!asked)
            return std::move(asked).error();
        password = std::move(asked->password);
    }
    if (auto problem = passwordProblem(password, "/password"))
        return *std::move(problem);
    return std::optional(std::move(password));
}

void beginStore(Unit &unit, const std::string &hash)
{
    createFirstAdmin(unit, hash);
    unit.put(keys::draftsSealed, "-"); // nothing was ever kept in plain
}

} // namespace

Service::Service(const ServiceOptions &options, const core::Clock &clock, Journal &journal,
    Post post, std::unique_ptr<Store> store, Keys keys)
    : m_options(options)
    , m_ids(std::make_unique<core::SystemIdSource>(clock))
    , m_clockReading(options.readClock)
    , m_facts{clock, *m_ids, journal, std::move(keys.cursor), logOrigin, {}, options.passwordCost,
          sessionLife, options.changesKept, options.lastingPasswords, {}}
    , m_post(std::move(post))
    , m_store(std::move(store))
    , m_log(logOrigin, std::move(keys.log))
    , m_validator(std::make_unique<Validator>())
    , m_readValidator(std::make_unique<Validator>())
    , m_sealKeys(options.data, options.sealsPerKey)
    , m_checkpoint(m_log)
{
    m_clockReading.refresh();
    if (options.readClock)
        m_facts.clockReading = &m_clockReading;
    m_facts.logKey = m_log.verifierKey();
    m_facts.notificationLimits = options.notifications.limits;
    m_facts.recovery = options.recovery;
    m_facts.nameKey = core::Secret(core::randomBytes(32));
    m_facts.auditRetention = options.auditRetention;
    if (options.provider)
        m_facts.identityProvider = options.provider->provider;
}

Service::~Service()
{
    if (m_options.fetcher)
        m_options.fetcher->stop();
    if (m_options.outbound)
        m_options.outbound->stop();
    // What feeds the writer goes first: the stop is the last entry.
    m_isEnding = true;
    m_scanner.reset();
    m_identityWorker.reset();
    m_worker.reset();
    if (m_begun)
        recordStop();
    // It gives nothing to the writer but through this thread, and may wait for a slow network: the
    // log does not wait with it.
    m_anchoring.reset();
}

core::Result<std::unique_ptr<Service>> Service::open(
    const ServiceOptions &options, const core::Clock &clock, Journal &journal, Post post)
{
    std::error_code failure;
    const auto data = std::filesystem::absolute(options.data, failure).lexically_normal();
    if (std::filesystem::create_directories(data, failure)) {
        if (auto synced = syncFolder(data.parent_path()); !synced)
            return synced.error();
    }
    std::filesystem::permissions(data, std::filesystem::perms::owner_all, failure);
    // The log comes first: whoever holds it has the folder for itself.
    auto log = RedoLog::open(options.data / "chancery.redo");
    if (!log)
        return log.error();
    auto base = SqliteStore::open(options.data / "chancery.db");
    if (!base)
        return base.error();
    auto store = LoggedStore::open(std::move(*base), std::move(*log));
    if (!store)
        return store.error();
    return open(options, clock, journal, std::move(post), std::move(*store));
}

core::Result<std::unique_ptr<Service>> Service::open(const ServiceOptions &options,
    const core::Clock &clock, Journal &journal, Post post, std::unique_ptr<Store> store)
{
    if (auto problem = retentionProblem(options.auditRetention); !problem.empty())
        return core::Error{
            core::ErrorKind::Invalid, "audit-retention", std::move(problem), {}, {}, {}};
    if (auto found = demandKeyOf(*store, options.data / logKeyFile); !found)
        return found.error();
    auto seed = keepSecret(options.data / logKeyFile, 32);
    auto cursorKey = keepSecret(options.data / "cursor.key", 32);
    if (!seed || !cursorKey)
        return !seed ? seed.error() : cursorKey.error();
    auto key = core::SigningKey::fromSeed(*seed);
    if (!key)
        return key.error();
    std::unique_ptr<Service> service(new Service(options, clock, journal, std::move(post),
        std::move(store), {std::move(*key), std::move(*cursorKey)}));
    if (auto started = service->start(); !started)
        return started.error();
    return service;
}

core::Result<> Service::start()
{
    if (auto started = startProvider(); !started)
        return started;
    auto reader = m_store->openReader();
    if (!reader)
        return reader.error();
    m_reader = std::make_unique<ReadCache>(std::move(*reader), cacheBytes);
    if (auto loaded = m_sealKeys.load(*m_reader); !loaded)
        return loaded;
    if (!m_sealKeys.trouble().empty())
        m_facts.journal.write(
            JournalLevel::Error, "sealing.unavailable", {{"detail", m_sealKeys.trouble()}});
    auto gaps = GapJournal::open(m_options.data / "audit-gap.journal",
        core::Secret(std::string(
            core::bytesOf(core::hmacSha256(m_facts.cursorKey.reveal(), "cms.gap-journal-key.v1")))),
        toldGapOf(View(*m_reader)));
    if (!gaps)
        return gaps.error();
    m_gaps = std::move(*gaps);
    const Writer::Parts parts{m_log, *m_validator, m_sealKeys, m_gaps.get()};
    m_writer = std::make_unique<Writer>(*m_store, parts, m_facts, [this](Committed committed) {
        m_post([this, shared = std::make_shared<Committed>(std::move(committed))] {
            this->committed(std::move(*shared));
        });
    });
    auto restored = m_writer->restore(*m_reader);
    if (!restored)
        return restored.error();
    m_checkpoint.set(*std::move(restored->checkpoint));
    m_hub.setRevision(m_writer->revision());
    m_writer->finishScrub(*m_reader);
    m_reader->forget(std::string(keys::mustScrub));
    if (auto done = bootstrap(); !done)
        return done;
    sealOldTexts();
    if (auto loaded = loadDependencies(); !loaded)
        return loaded;
    m_writer->start();
    m_begun = true;
    m_worker = std::make_unique<Worker>();
    m_scanner = std::make_unique<Worker>();
    m_searcher = std::make_unique<Searcher>(*m_store, m_sealKeys, m_facts);
    m_previewer = std::make_unique<Previewer>(*m_store, parts, m_facts);
    startDispatcher();
    startSink();
    startAnchoring();
    return core::Done();
}

namespace {

// With what the server was started that says who may come in and as whom, and how long the log is
// kept; by the names that the command line has for it. Whoever starts it otherwise says so in the
// log (GOV-53).
void addStartOptions(Deed &deed, const ServiceOptions &options)
{
    deed.counted = "retention-days";
    deed.count = std::uint64_t(std::max<std::int64_t>(0, options.auditRetention.count()));
    const auto add = [&deed](const char *name, std::string value) {
        deed.related.push_back({"start-option", name, std::move(value), {}, {}});
    };
    if (options.lastingPasswords)
        add("lasting-passwords", {});
    if (options.provider) {
        add("identity-issuer", options.provider->provider.issuer);
        add("identity-groups-claim", options.provider->groupsClaim);
        for (const auto &[group, roles] : options.provider->rolesOfGroups) {
            for (const auto &role : roles)
                add("identity-role", group + '=' + role);
        }
        for (const auto &claim : options.provider->attributes)
            add("identity-attribute", claim);
    }
    if (options.certificates)
        add("client-trust-domain", options.certificates->trustDomain);
    if (options.certificates && options.certificates->isOptional)
        add("client-certificates-optional", {});
    if (options.recovery.isOn())
        add("recovery", std::to_string(options.recovery.keys.size()) + " keys");
}

} // namespace

core::Result<> Service::bootstrap()
{
    auto range = KeyRange::under(keys::join(keys::principal, ""));
    range.limit = 1;
    const auto people = m_reader->scan(range);
    if (!people)
        return people.error();
    const bool isNew = people->empty();
    core::Secret password(isNew ? core::toBase64Url(core::randomBytes(18)) : "");
    auto hash = isNew ? core::hashPassword(password, m_facts.passwordCost)
                      : core::Result<std::string>(std::string());
    if (!hash)
        return hash.error();
    const bool wantsToken = isNew || m_options.freshToken;
    core::Secret token;
    bool isDone = false;
    WriteJob job;
    job.request.requestId = "start";
    job.work = [&](Unit &unit) {
        // How far it was set back at least: nobody knows how long the server stood still.
        if (const auto step = unit.now() - m_log.lastTime(); step < -core::smallestClockStep)
            noteClockStep(unit, step);
        else if (step > longestStandstill && m_log.size() > 0)
            unit.put(keys::clockStepped, core::toRfc3339(unit.now()));
        Deed deed{.kind = core::AuditKind::AuditStart, .targetType = "server"};
        deed.targetId = m_facts.logOrigin;
        addStartOptions(deed, m_options);
        if (unit.view().get(keys::running)) {
            deed.reason = "The server had ended without a stop";
            deed.related.push_back({"ended", "unclean", {}, {}, {}});
        }
        unit.record(deed);
        unit.put(keys::running, "-");
        orderOldVersions(unit);
        enrolRecoveryKeys(unit, m_facts.recovery);
        if (isNew)
            beginStore(unit, *hash);
        const auto admin = unit.view().text(keys::join(keys::principalName, "admin"));
        if (wantsToken && !admin.empty()) {
            const auto principal
                = unit.view().need<core::Principal>(keys::join(keys::principal, admin), "admin");
            token = openSession(
                unit, principal, unit.now() + m_facts.sessionLife, "system", authnByToken())
                        .token;
        }
        keepAllUses(unit);
        isDone = true;
        return Response::json("{}");
    };
    m_writer->submit(std::move(job));
    if (!m_writer->runOnce() || !isDone)
        return api::problem("audit-unavailable", "The audit log could not be begun");
    if (isNew) {
        if (auto written = writeSecret(m_options.data / "bootstrap-password", password); !written)
            return written;
        m_bootstrapNote = "the account \"admin\" was made; its password stands in "
            + (m_options.data / "bootstrap-password").string();
    }
    return token.isEmpty() ? core::Result<>(core::Done())
                           : writeSecret(m_options.data / "bootstrap-token", token);
}

std::optional<Response> Service::signIn(Request request, Done done)
{
    const auto id = request.requestId;
    auto credentials = api::fromJson<core::Credentials>(std::move(request.body));
    request.body.clear();
    if (!credentials)
        return answerOf(std::move(credentials).error(), id);
    const Attempts::Caller who{credentials->name, request.remote};
    if (const auto wait = m_attempts.mustWait(who, Attempts::Clock::now()); wait.count() > 0) {
        auto response = tooBusy(id, wait);
        response.rateLimit = m_attempts.standing(who, Attempts::Clock::now());
        response.rateLimitPolicy = Attempts::policy();
        return response;
    }
    auto actor = std::make_shared<Actor>();
    std::string hash;
    try {
        const View view(*m_reader);
        const auto name = credentials->name.find('/') == std::string::npos ? credentials->name : "";
        const auto principal = view.text(keys::join(keys::principalName, name));
        const auto found = view.find<core::Principal>(keys::join(keys::principal, principal));
        if (found && !found->disabled) {
            actor->principal = *found;
            hash = view.text(keys::join(keys::password, principal));
        }
    } catch (Refusal &refusal) {
        return answerOf(std::move(refusal.error), id);
    }
    auto job = [this, hash, who, actor, credentials = std::move(*credentials),
                   request = std::move(request), done = std::move(done)]() mutable {
        // A name that nobody has costs the same time.
        const bool isRight = hash.empty()
            ? (void(core::hashPassword(credentials.password, m_facts.passwordCost)), false)
            : core::verifyPassword(credentials.password, hash);
        m_post([this, isRight, who, actor, hash, name = credentials.name,
                   request = std::move(request), done = std::move(done)]() mutable {
            Gate gate;
            gate.route = &api::route(api::Operation::createSession);
            std::function<Response(Unit &)> work
                = [hash](Unit &unit) { return recordLogin(unit, hash); };
            if (isRight) {
                m_attempts.succeeded(who);
                gate.actor = actor;
            } else {
                const auto now = Attempts::Clock::now();
                const bool beginsWait = m_attempts.failed(who, now);
                work = [failure = WrongPassword{name, m_attempts.standing(who, now), beginsWait}](
                           Unit &unit) { return recordFailure(unit, failure); };
            }
            auto shared = done;
            if (auto busy = write(std::move(request), std::move(gate), work, std::move(done)))
                shared(std::move(*busy));
        });
    };
    if (!m_worker->submit(std::move(job)))
        return tooBusy(id, std::chrono::seconds(1));
    return std::nullopt;
}

std::optional<Response> Service::hashFirst(Request request, Gate gate, Done done)
{
    const auto id = request.requestId;
    auto password = passwordIn(request, gate.route->operation);
    if (!password)
        return answerOf(std::move(password).error(), id);
    auto job = [this, password = std::move(*password), request = std::move(request),
                   gate = std::move(gate), done = std::move(done)]() mutable {
        auto hash = password ? core::hashPassword(*password, m_facts.passwordCost)
                             : core::Result<std::string>(std::string());
        m_post([this, hash = std::move(hash), request = std::move(request), gate = std::move(gate),
                   done = std::move(done)]() mutable {
            const auto handler = gate.route->operation == api::Operation::createPrincipal
                ? &createPrincipal
                : &resetPassword;
            auto work = [hash = std::move(hash), handler](
                            Unit &unit) { return handler(unit, orRefuse(hash)); };
            auto shared = done;
            if (auto busy
                = write(std::move(request), std::move(gate), std::move(work), std::move(done)))
                shared(std::move(*busy));
        });
    };
    if (!m_worker->submit(std::move(job)))
        return tooBusy(id, std::chrono::seconds(1));
    return std::nullopt;
}

} // namespace chancery::server
