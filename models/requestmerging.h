// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/executor.h"
#include "engine/core/merge/reversal.h"
#include "models/actionstate.h"
#include "models/operation.h"

#include <optional>

namespace chancery::models {

// What one config's part in a change request becomes when it is merged with what is live.
struct MergedItem {
    core::ConfigId config;
    std::string path;
    core::EnvironmentId environment;
    core::Format format = core::Format::Json;
    std::optional<core::VersionId> live; // absent: nothing is
    // Those of the texts that take part: what any of them calls sensitive, is.
    std::vector<std::optional<core::SchemaId>> schemas;
    int laterCount = 0; // versions that became live since, which stay
    bool hasMoreLater = false; // than were counted
    core::ReversalOutcome outcome = core::ReversalOutcome::NothingLeft;
    std::shared_ptr<const core::ThreeWayMerge> merge; // null where nothing is to be merged
    QString liveText;
    QString mergedText; // with what is live, or mine, where they conflict
    std::optional<QString> decided; // somebody's answer to its conflicts

    // Of a revert: what becomes of the schema that the change brought, and the one that comes back.
    core::SchemaReversal schemaFate = core::SchemaReversal::None;
    std::optional<core::SchemaId> schemaBack = {};
    // Where a later change brought another one: what there is to choose from, and the choice.
    core::SchemaSides schemaSides = {};
    std::optional<core::SchemaChoice> schemaChoice = {};

    // Still has conflicts that nobody has answered: of the text, of the schema, or any.
    bool isTextOpen() const;
    bool isSchemaOpen() const;
    bool isOpen() const { return isTextOpen() || isSchemaOpen(); }
    QString text() const { return decided.value_or(mergedText); }
    // Of a revert: the change made the first version, which stays.
    bool isFirst() const { return outcome == core::ReversalOutcome::FirstVersion; }
    // Another text than the live one, or another schema.
    bool changes() const { return text() != liveText || schemaBack; }
};

// A change request, whatever number of configs it has, merged with what is live now: item by item
// read, merged, decided where that is needed, and sent; all of it or nothing. What is live may move
// meanwhile: before anything is sent every head is asked for again, and what has moved is read anew
// and nothing is sent. Of the GUI thread; the executor must outlive it.
class RequestMerging : public QObject {
    Q_OBJECT

public:
    RequestMerging(client::CmsApi &api, core::Executor &compute);

    const core::ChangeRequest &request() const { return m_wanted; }
    // In the order of the request; those that have been read.
    const std::vector<MergedItem> &items() const { return m_items; }
    bool isRead() const { return m_isRead; }
    Operation &reading() { return m_reading; }
    Operation &sending() { return m_sending; }

    void want(const core::ChangeRequest &request);
    void reload();
    // Nothing: the question is open again.
    void decide(std::size_t item, const std::optional<QString> &text);
    void decideSchema(std::size_t item, std::optional<core::SchemaChoice> choice);

    ActionState state(const Permissions &permissions) const;
    // Nothing is sent that state() would not allow.
    void send(const QString &reason, const QString &ticket);

Q_SIGNALS:
    void changed();
    void requested(const core::ChangeRequest &request);
    // Live moved under what was seen; it was read again and nothing was sent.
    void moved();

protected:
    // Whether it can be begun; why an item cannot be sent, or nothing; whether there is any sense
    // in sending all of them.
    virtual ActionState wantState(
        const Permissions &permissions, const core::ChangeRequest &request) const
        = 0;
    virtual QString refusalOf(const MergedItem &item) const = 0;
    virtual QString idleReason() const = 0;
    // Reads the texts of m_next; ends with merge().
    virtual void readItem(const core::RequestItem &item, std::size_t number) = 0;
    virtual void sendNow(const QString &reason, const QString &ticket) = 0;

    void readVersion(
        const core::VersionId &version, std::function<void(const core::Version &)> take);
    void readText(const core::VersionId &version, std::function<void(std::string)> take);
    // What is live there; null for nothing.
    void readLive(std::function<void(const core::Head *)> take);
    void countLater(const core::VersionId &since, std::function<void()> next);
    void merge(core::MergeInput input);
    // The item as it is, without a merge.
    void keepItem();

    client::CmsApi &m_api;
    core::ChangeRequest m_wanted;
    std::vector<MergedItem> m_items;
    MergedItem m_next; // being read
    Operation m_reading;
    Operation m_sending;

private:
    void readOn();
    void takeItem();
    void checkHeads(std::size_t item, const QString &reason, const QString &ticket);

    core::Executor &m_compute;
    bool m_isRead = false;
};

} // namespace chancery::models
