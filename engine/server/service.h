// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/attempts.h"
#include "engine/server/blameshelf.h"
#include "engine/server/dependencies.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/hub.h"
#include "engine/server/identity/provider.h"
#include "engine/server/previewer.h"
#include "engine/server/readcache.h"
#include "engine/server/sealkeys.h"
#include "engine/server/searcher.h"
#include "engine/server/serviceoptions.h"
#include "engine/server/worker.h"
#include "engine/server/writer.h"

#include <atomic>

namespace chancery::server {

class AccessBook;
class Anchoring;
class Dispatcher;
class SyslogSink;
struct SinkAlarm;

// The server without its sockets: takes requests, gives responses. It owns the store, the writer's
// thread, the hashing thread, the searching and the previewing thread, the identity worker and the
// hub. Network thread; what other threads finish comes back through post().
class Service {
public:
    using Done = std::function<void(Response)>;
    using Post = std::function<void(std::function<void()>)>;

    static core::Result<std::unique_ptr<Service>> open(
        const ServiceOptions &options, const core::Clock &clock, Journal &journal, Post post);
    // For tests: another store under the same service.
    static core::Result<std::unique_ptr<Service>> open(const ServiceOptions &options,
        const core::Clock &clock, Journal &journal, Post post, std::unique_ptr<Store> store);
    ~Service();

    // The one choke point (route, caller, permission, guards). Answers at once where nothing has to
    // be waited for; otherwise later through done.
    std::optional<Response> handle(Request request, Done done);
    // Why this caller may not send more than a little; asked before its body is read.
    std::optional<Response> refuseLarge(const Request &request);
    // Once a second. The second clock never steps.
    void tick(Hub::Clock::time_point steady = Hub::Clock::now());
    std::uint64_t revision() const { return m_hub.revision(); }
    // Empty unless this start made one.
    const std::string &bootstrapNote() const { return m_bootstrapNote; }
    const Facts &facts() const { return m_facts; }

private:
    struct Gate {
        const api::Route *route = nullptr;
        std::vector<std::string> arguments;
        std::shared_ptr<const Actor> actor;
    };

    struct Keys {
        core::SigningKey log;
        core::Secret cursor;
    };
    Service(const ServiceOptions &options, const core::Clock &clock, Journal &journal, Post post,
        std::unique_ptr<Store> store, Keys keys);
    core::Result<> start();
    core::Result<> bootstrap();
    void sealOldTexts();
    void recordStop();

    std::shared_ptr<const Actor> authenticate(const Request &request);
    std::shared_ptr<const Actor> holderOf(const std::string &token);
    // Whether the connection's certificate lets this account speak over it.
    bool hasItsCertificate(const Request &request, const Actor &actor) const;
    std::optional<Response> admit(Request &request, Gate &gate, Done &done);
    std::optional<core::Error> denialOf(const Request &request, const Gate &gate) const;
    std::optional<core::Error> checkGuards(Request &request, const api::Route &route) const;
    Response read(const Request &request, const Gate &gate);
    std::optional<Response> readLog(Request request, Gate gate, Done done);
    // What is done in the writer with what was looked for.
    using Found = core::Result<std::function<Response(Unit &)>>;
    struct Steps {
        std::function<void(Unit &)> demand; // refuses; in the writer
        std::function<Found()> look; // in the scanner's thread
        // Network thread, before what was found goes to the writer; may be absent.
        std::function<void()> handOver = {};
    };
    struct Stepping;
    std::optional<Response> inSteps(Request request, Gate gate, Steps steps, Done done);
    void lookFor(const std::shared_ptr<Stepping> &asked);
    std::optional<Response> erase(Request request, Gate gate, Done done);
    std::optional<Response> prune(Request request, Gate gate, Done done);
    std::optional<Response> publishSchema(Request request, Gate gate, Done done);
    Response stream(const Request &request, const Gate &gate);
    std::optional<Response> poll(const Request &request, const Gate &gate, Done &done);
    std::optional<Response> search(Request request, const Gate &gate, Done done);
    std::optional<Response> preview(Request request, Gate gate, Done done);
    std::optional<Response> signIn(Request request, Done done);
    core::Result<> startProvider();
    std::optional<Response> exchange(Request request, Done done);
    std::optional<Response> writeExchange(Request request, const Attempts::Caller &who,
        const core::Result<ProvenIdentity> &identity, Done done);
    std::shared_ptr<const Actor> actorOf(const ProvenIdentity &identity);
    std::optional<Response> challenge(const Request &request);
    std::optional<Response> recover(Request request, Done done);
    // Why somebody who holds a recovery session may not do this from here.
    std::optional<core::Error> recoveryBarrier(const Request &request, const Gate &gate) const;
    std::optional<Response> stepUp(Request request, Gate gate, Done done);
    std::optional<Response> prove(Request request, Gate gate, Done done);
    std::optional<Response> proveAtProvider(
        Request request, Gate gate, core::IdTokenExchange proof, Done done);
    std::optional<Response> changePassword(Request request, Gate gate, Done done);
    struct PasswordCheck;
    struct PasswordOutcome;
    std::optional<Response> checkPassword(
        Request request, Gate gate, PasswordCheck check, Done done);
    std::optional<Response> writeChecked(
        Request request, Gate gate, PasswordCheck check, const PasswordOutcome &outcome, Done done);
    std::optional<Response> hashFirst(Request request, Gate gate, Done done);
    // The work behind what the caller's rights allow where it is done.
    static std::function<Response(Unit &)> guarded(
        const Gate &gate, std::function<Response(Unit &)> work);
    std::optional<Response> write(
        Request request, Gate gate, std::function<Response(Unit &)> work, Done done);
    void committed(Committed committed);
    void lookAtEffects(Committed::Look look);
    core::Result<> loadDependencies();
    void updateDependencies(const std::vector<std::string> &touched);
    // Without an access book only whether the session is still there.
    static bool hasSameRights(const Actor &actor, const View &view, AccessBook *access);
    void sweep();
    void expire();
    void runSchedules();
    void lookOut();
    void dispatch();
    void startDispatcher();
    void startSink();
    void startAnchoring();
    void tellOutage(const SinkAlarm &alarm);
    void watchEmergencies(Hub::Clock::time_point steady);
    void doItself(const char *name, std::function<void(Unit &)> work);
    // The same; done is told in the network thread whether it was done.
    void writeItself(
        const char *name, std::function<void(Unit &)> work, std::function<void(bool)> done);
    Scene sceneOf(const Request &request, const Gate &gate);
    std::uint64_t revisionAsked(const std::string &text) const;

    ServiceOptions m_options;
    std::unique_ptr<core::SystemIdSource> m_ids;
    ClockReading m_clockReading;
    std::optional<Hub::Clock::time_point> m_clockReadAt; // since the first second
    Facts m_facts;
    Post m_post;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<ReadCache> m_reader;
    AuditLog m_log;
    std::unique_ptr<Validator> m_validator; // the writer's
    std::unique_ptr<Validator> m_readValidator; // of the network thread
    SealKeys m_sealKeys;
    std::unique_ptr<GapJournal> m_gaps; // of the writer
    Hub m_hub;
    Attempts m_attempts;
    LatestCheckpoint m_checkpoint;
    Announcements m_announcements;
    BlameShelf m_blames;
    Dependencies m_dependencies;
    std::unordered_map<std::string, std::shared_ptr<const Actor>> m_actors; // by token
    std::string m_bootstrapNote;
    bool m_begun = false; // the log has said so
    int m_ticks = 0;
    std::optional<std::pair<core::Instant, Hub::Clock::time_point>> m_lastTick;
    std::string m_sweptTo; // where the last sweep ended
    std::string m_lookedTo; // which open request was looked at last
    bool m_mustLookOut = true; // at all that are open: who may do what has changed
    bool m_mustDispatch = true;
    std::unique_ptr<Writer> m_writer;
    std::unique_ptr<Worker> m_worker; // its jobs feed the writer, so it goes first
    std::atomic<bool> m_isEnding = false;
    std::unique_ptr<Worker> m_scanner; // reads the store where that takes long
    std::unique_ptr<Searcher> m_searcher;
    std::unique_ptr<Previewer> m_previewer; // hands denials to the writer, so it goes first
    std::unique_ptr<Dispatcher> m_dispatcher;
    std::unique_ptr<Anchoring> m_anchoring;
    std::unique_ptr<Provider> m_provider;
    std::unique_ptr<Worker> m_identityWorker; // uses the provider, so it goes first
    std::unique_ptr<SyslogSink> m_sink; // reads the store
};

} // namespace chancery::server
