// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/bulk/renamereach.h"
#include "engine/core/executor.h"
#include "models/actionstate.h"
#include "models/bulkjudge.h"
#include "models/bulkobject.h"
#include "models/operation.h"
#include "models/schemacompiler.h"

#include <deque>
#include <map>
#include <set>

namespace chancery::models {

// What a change request is made of beside its items.
struct BulkReason {
    QString title;
    QString reason;
    QString ticket;
};

// A search over all configs and, where an operation is given, what it would make of each text that
// was found: planned one by one, chosen or left out hit by hit, and carried out as one change
// request or as drafts. What is live may move meanwhile; before anything is sent every base is
// asked for again, and what has moved is planned anew and not sent. Of the GUI thread, owned by the
// stores; texts are worked on in the executor.
class BulkStore : public QObject {
    Q_OBJECT

public:
    BulkStore(client::CmsApi &api, SchemaSet &schemas, core::Executor &compute);

    static constexpr std::size_t mostObjects = 2000;
    // Beyond these nobody has looked at what comes of them; the server does.
    static constexpr std::size_t mostJudged = 300;

    const std::vector<BulkObject> &objects() const { return m_objects; }
    const BulkObject *find(const QString &id) const;
    // Nothing was looked for yet, or only looked for.
    bool hasSearched() const { return m_hasSearched; }
    bool isPlan() const { return m_planner.has_value(); }
    bool isComplete() const { return m_isComplete; }
    // Drafts of one's own that the server cannot open, so that nobody has looked into them.
    int closedDraftCount() const { return int(m_closedDrafts.size()); }
    // It renames, and not everywhere: neither a request nor drafts are made of that.
    bool isCutOff() const;
    const core::BulkOperation &operation() const { return m_operation; }
    const BulkScope &scope() const { return m_scope; }
    int hitCount() const;
    // Live texts that would change: the items of a change request.
    int changeCount() const;
    // What is wrong with what becomes of it, alone and together with others.
    std::vector<BulkProblem> problemsOf(const BulkObject &object) const;
    // Texts that are chosen and change, and at which nobody has looked as a whole.
    int unjudgedCount() const;
    // Whether everything that would change may be edited where it is: all of it goes, or nothing.
    ActionState editState(const Permissions &permissions) const;
    Operation &searching() { return m_searching; } // also reads and plans
    Operation &carryingOut() { return m_carryingOut; }
    Operation &replanning() { return m_replanning; }

    // Looks only.
    void search(const core::DocumentSearch &what, const BulkScope &scope);
    // Looks for what the operation may change, and plans it. Renaming finds all that
    // core::RenameReach speaks of.
    void plan(const core::BulkOperation &operation, const BulkScope &scope);
    void cancel();
    void clear();

    // Not while something is carried out: what is sent is what was chosen then.
    void choose(const QString &object, bool isChosen);
    void chooseHit(const QString &object, std::size_t hit, bool isChosen);
    // One request with an item for each live text that changes.
    void requestChange(const BulkReason &reason);
    // Drafts for all that changes; what is saved stays saved when a later one fails.
    void saveDrafts();

Q_SIGNALS:
    void changed();
    void objectChanged(const QString &id);
    void requested(const QString &request);
    void draftsSaved(int count);
    // Live moved under what was planned; it was planned anew and nothing was sent.
    void moved(int count);

private:
    using Found = api::Page<core::FoundConfig>;

    struct Wanted { // a text that was not found by the search
        core::ConfigId config;
        core::EnvironmentId environment;
        std::optional<core::DraftId> draft;
        std::optional<core::VersionId> base; // of the draft
    };

    void begin(const BulkScope &scope);
    void searchOn(const core::ConfigSearch &search, const std::string &cursor);
    void searched();
    void askReach();
    template <typename T, typename Start>
    void askReach(const QString &title, Start start);
    void takeReach();
    void want(Wanted wanted);
    void wantDrafts();
    void readWanted();
    void readHead(const Wanted &wanted, const core::Config &config);
    void addObject(const Wanted &wanted, const core::Config &config);
    void findParts();
    BulkObject *objectAt(const QString &id);
    bool isComposed(const BulkObject &object) const;
    void judge(Operation &operation);
    void judgeOn();
    static bool goesLiveWith(const BulkObject &object, const BulkObject &other);
    bool isOfAnother(const BulkObject &object, const BulkProblem &problem) const;
    void tellReferring(const QString &changed);
    void takeJudgement(const QString &id, const std::shared_ptr<const BulkResult> &of,
        const BulkJudgement &judgement);
    void planOn();
    void planNext(const BulkObject &object);
    static std::optional<core::SchemaId> schemaOf(const BulkObject &object, const BulkBase &base);
    void readSchema(const QString &id, BulkBase base);
    void compileSchema(const QString &id, const core::SchemaId &schema, const std::string &source,
        const BulkBase &base);
    void readParts(
        const core::SchemaId &schema, const std::set<std::string> &uris, std::function<void()> go);
    void partsCame(core::Result<core::Done> result);
    void planObject(const QString &id, BulkBase base);
    void take(BulkObject &object, std::shared_ptr<const BulkResult> result);
    void replan();
    bool isPlanned();
    void checkHeads(std::function<void()> go);
    void compareHeads(const std::vector<core::Head> &heads, const std::function<void()> &go);
    void send(const BulkReason &reason);
    void saveNext(int saved);
    bool isKnown(const Wanted &wanted) const;

    client::CmsApi &m_api;
    SchemaSet &m_parts; // that schemas refer to
    core::Executor &m_compute;
    core::BulkOperation m_operation;
    std::optional<core::BulkPlanner> m_planner;
    BulkScope m_scope;
    std::vector<BulkObject> m_objects;
    std::optional<core::RenameReach> m_reach; // of a rename, while it is being found out
    std::deque<Wanted> m_wanted;
    std::set<QString> m_dirty; // objects whose choice is newer than their result
    // Paths of texts that are one of several which make a document.
    struct Layered {
        std::set<std::string> all;
        std::set<std::string> composed; // that others are laid under or over
    };
    std::optional<Layered> m_layered; // nothing: not known of any
    bool m_knowsLayered = false; // or has tried to
    BulkJudge m_judge; // of what is planned first
    BulkJudge m_judgeAgain; // of what is planned again
    std::map<core::SchemaId, std::shared_ptr<const core::CompiledSchema>> m_schemas; // null: bad
    std::map<core::SchemaId, std::set<std::string>> m_references; // that were asked for
    core::Handler<core::Done> m_partsWanted; // answered as soon as they are read
    std::set<std::string> m_closedDrafts;
    bool m_hasSearched = false;
    bool m_isComplete = true;
    Operation m_searching;
    Operation m_carryingOut;
    Operation m_replanning;
};

} // namespace chancery::models
