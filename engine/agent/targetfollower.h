// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/applier.h"
#include "engine/agent/documentcheck.h"
#include "engine/agent/probation.h"
#include "engine/agent/reporter.h"
#include "engine/agent/sealopener.h"
#include "engine/agent/textfetcher.h"
#include "engine/agent/watch.h"

namespace chancery::agent {

// Keeps one target at what is live in its place: looks at the effective head, fetches the texts
// that are new, puts them together, checks what they come to, applies it and reports. Whatever goes
// wrong, the file keeps its last known good content. Owned by AgentCore, in its thread.
class TargetFollower {
public:
    enum class State {
        Unknown, // nothing has been found out yet
        Applied,
        FromCache, // runs what was on disk; the server has not been heard
        Refused, // runs the one before, if any
        Absent, // nothing is live for it
        Unreachable
    };
    struct Parts {
        Surroundings &world;
        Applier &applier;
        Processes &processes;
        LastKnownGood &cache;
        SchemaShelf &schemas;
        Reporter &reports;
        core::HierarchyPlace place;
    };

    TargetFollower(Target target, const Parts &parts);

    // Brings the file to what the cache holds.
    void startFromCache();
    // Says so to the server, when it can be heard again.
    void reportFromCache();
    // Looks at the head again; with forget also at one that was refused before.
    void sync(bool forget = false);
    // Looks at once when its own config has moved; a little later, and once for many, when
    // something else that its document is made of has.
    void hear(const std::vector<core::ChangeHint> &hints);

    State state() const { return m_state; }
    // The server has been asked, with whatever result, and nothing is under way.
    bool hasLooked() const { return m_hasLooked && !m_isBusy; }
    // True while there is something in the file that this agent has put there.
    bool isServing() const { return m_applied.has_value(); }
    const std::string &path() const { return m_target.path; }

private:
    // A release with what it comes to.
    struct Delivery {
        Release release;
        core::Tree document;
    };

    core::Result<core::Tree> documentOf(const Release &release) const;
    void findConfig();
    void readHead();
    void judge(const core::EffectiveHead &head);
    bool isHere(const core::EffectiveHead &head) const;
    void readTexts();
    void takeTexts(core::Result<std::vector<CarriedText>> texts);
    void openSeals();
    void check();
    void restored(Release release, std::string delivered, const core::Result<bool> &result);
    void apply();
    void applied();
    bool isUnchanged() const;
    void takeOver();
    void lookForDrift();
    const std::vector<Mark> &marks() const { return m_applied ? m_applied->marks : m_marks; }
    Watch::Concern concernOf(const core::ChangeHint &hint) const;
    void proved();
    void revert(const core::Error &because);
    void reverted(
        const core::Error &because, std::string delivered, const core::Result<bool> &result);
    void refuse(const core::Error &error);
    // Later again, or refused for good, by the kind of the error.
    void fail(const core::Error &error);
    void finish(State state);
    void report(const Release &release, core::ReportStatus status, std::string reason = {});
    void log(std::string_view what, const std::string &detail = {});

    Target m_target;
    Parts m_parts;
    core::ConfigId m_config;
    std::optional<Release> m_applied;
    std::string m_delivered; // digest of the document of m_applied
    std::vector<Mark> m_marks; // from a cache whose release could not be brought back
    std::optional<Delivery> m_next; // on its way
    std::optional<Watch> m_watch; // for what was announced last
    std::string m_refused; // the head that was refused last
    std::string m_crashed; // texts that their consumer could not live with; never tried again
    bool m_isProven = false; // m_applied has run well
    std::optional<Release> m_proven; // what ran well before m_applied, while that is on probation
    TextFetcher m_fetcher;
    SealOpener m_opener;
    DocumentCheck m_check;
    Probation m_probation;
    std::vector<std::string> m_liveOnly; // keys of the file that nothing governs
    bool m_isConfirmed = false; // the server has been told of m_applied in this run
    bool m_isBusy = false;
    bool m_isDirty = false; // something happened meanwhile
    bool m_isGathering = false; // will look in a moment
    bool m_hasLooked = false;
    int m_failures = 0;
    State m_state = State::Unknown;
    core::Call m_call;
};

} // namespace chancery::agent
