// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/hierarchy/followed.h"
#include "models/effectiveschemas.h"
#include "models/tablemodel.h"

#include <map>
#include <optional>

namespace chancery::models {

// A suspect as a row.
struct SuspectRow {
    core::Suspect suspect;
    int number = 0; // of its report
    int agents = 0; // of the service
    core::Instant before;

    QString id() const;
    friend bool operator==(const SuspectRow &, const SuspectRow &) = default;
};
std::span<const Column<SuspectRow>> suspectColumns();
QString suspectKindText(core::SuspectKind kind);
// "within ten minutes, on all agents, changed a number tenfold"
QString reasonsText(const core::Suspect &suspect);

// What changed before something broke, and what held in one place at two instants. Of the GUI
// thread.
class HindsightStore : public QObject {
    Q_OBJECT

public:
    explicit HindsightStore(client::CmsApi &api);

    const core::SuspectReport &report() const { return m_report; }
    TableModel<SuspectRow> &rows() { return m_rows; }
    const TableModel<SuspectRow> &rows() const { return m_rows; }
    Operation &loading() { return m_loading; }
    void want(const client::SuspectQuery &query);

    // What a suspected version changed; nothing before it where it was the first.
    struct Change {
        core::Version version;
        QString before;
        QString after;
        // Of what was before, and what is bound to the config now.
        std::vector<std::optional<core::SchemaId>> others = {};
    };
    // Null until it has come.
    const Change *change() const { return m_change ? &*m_change : nullptr; }
    Operation &readingChange() { return m_readingChange; }
    void wantChange(const core::VersionId &version);
    void dropChange();

    // One config's effective text in one place then and later; absent where nothing was live.
    struct Pair {
        core::FollowedPlace place; // with the config's path
        core::ConfigId config;
        std::optional<std::string> earlier;
        std::optional<std::string> later;
        // Pointers, on either side, of what came from where nobody knows its schema.
        std::vector<std::string> brought;
        std::vector<std::optional<core::SchemaId>> schemas; // of all that takes part
        std::optional<core::Error> fault; // one of them could not be read

        bool isDifferent() const { return earlier != later; }
    };
    const std::vector<Pair> &pairs() const { return m_pairs; }
    // Of the question that the pairs answer.
    core::Instant earlier() const { return m_question.earlier; }
    const std::optional<core::Instant> &later() const { return m_question.later; }
    std::size_t askedCount() const { return m_question.places.size(); }
    Operation &comparing() { return m_comparing; }
    // One config in one place.
    struct Place {
        core::Config config;
        core::FollowedPlace place;
    };
    // The places one after another, by their order; an instant that is absent is now.
    void compare(std::vector<Place> places, const core::EnvironmentId &environment,
        core::Instant earlier, const std::optional<core::Instant> &later);

Q_SIGNALS:
    void reported();
    void changeRead();
    void compared();

private:
    struct Question {
        std::vector<Place> places;
        core::EnvironmentId environment;
        core::Instant earlier;
        std::optional<core::Instant> later;
    };
    void compareNext();
    void read(
        const std::optional<core::Instant> &instant, std::optional<core::EffectiveView> &side);
    void readSchemas();
    void keepPair(const EffectiveSchemas::Found &found);
    void readText(const core::VersionId &version, QString Change::*text);
    void readBefore(const core::VersionId &version);
    void readBound();
    void keepChange();
    QString comparingTitle() const;

    client::CmsApi &m_api;
    core::SuspectReport m_report;
    TableModel<SuspectRow> m_rows;
    std::optional<Change> m_change;
    Change m_reading; // under way
    std::vector<Pair> m_pairs;
    Pair m_pair; // under way, with its views
    std::optional<core::EffectiveView> m_earlierView;
    std::optional<core::EffectiveView> m_laterView;
    EffectiveSchemas m_schemas;
    Question m_question;
    Operation m_loading;
    Operation m_readingChange;
    Operation m_comparing;
};

} // namespace chancery::models
