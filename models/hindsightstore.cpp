// SPDX-License-Identifier: Apache-2.0
#include "hindsightstore.h"

#include "engine/core/hierarchy/brought.h"
#include "models/qtconvert.h"
#include "models/words.h"

namespace chancery::models {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(hindsight)
};

Status statusOf(const SuspectRow &row)
{
    if (row.suspect.score >= 450)
        return Status::Bad;
    return row.suspect.score >= 250 ? Status::Attention : Status::Muted;
}

QString changeText(const SuspectRow &row)
{
    return row.suspect.changeRequest ? toQt(*row.suspect.changeRequest) : QString();
}

QString keysText(const SuspectRow &row)
{
    QStringList keys;
    for (const std::string &key : row.suspect.keys)
        keys << (key.empty() ? QStringLiteral("/") : toQt(key));
    return keys.join(QStringLiteral(", "));
}

QString reachText(const SuspectRow &row)
{
    return Words::tr("%1 of %2").arg(row.suspect.agents).arg(row.agents);
}

// "5 min before"
QString distanceText(const SuspectRow &row)
{
    using namespace std::chrono;
    const auto distance = row.before - row.suspect.reachedAt;
    const auto whole = duration_cast<minutes>(distance).count();
    if (whole < 1)
        return Words::tr("%1 s before").arg(duration_cast<seconds>(distance).count());
    if (whole < 120)
        return Words::tr("%1 min before").arg(whole);
    return whole < 2880 ? Words::tr("%1 h before").arg(whole / 60)
                        : Words::tr("%1 days before").arg(whole / 1440);
}

QVariant reachedOrder(const SuspectRow &row)
{
    return qlonglong(row.suspect.reachedAt.time_since_epoch().count());
}

QString reasonText(core::SuspectReason reason)
{
    switch (reason) {
    case core::SuspectReason::Refused:
        return Words::tr("agents refused it");
    case core::SuspectReason::RolledBack:
        return Words::tr("somebody rolled back from it");
    case core::SuspectReason::Shortly:
        return Words::tr("within ten minutes");
    case core::SuspectReason::Everywhere:
        return Words::tr("on all agents");
    case core::SuspectReason::Own:
        return Words::tr("a config of its own");
    case core::SuspectReason::Through:
        return Words::tr("through another config");
    case core::SuspectReason::LargeStep:
        return Words::tr("a number changed tenfold");
    case core::SuspectReason::Emergency:
        return Words::tr("in an emergency");
    case core::SuspectReason::Unreviewed:
        return Words::tr("nobody approved it");
    case core::SuspectReason::Unknown:
        break;
    }
    return {};
}

constexpr Column<SuspectRow> columns[]{
    {"likely", QT_TRANSLATE_NOOP("columns", "Likely"),
        [](const SuspectRow &row) { return QString::number(row.suspect.score / 10); },
        [](const SuspectRow &row) { return QVariant(row.suspect.score); }, statusOf, nullptr, true,
        false, 64},
    {"kind", QT_TRANSLATE_NOOP("columns", "Kind"),
        [](const SuspectRow &row) { return suspectKindText(row.suspect.kind); }, nullptr, nullptr,
        nullptr, false, false, 90},
    {"what", QT_TRANSLATE_NOOP("columns", "What"),
        [](const SuspectRow &row) { return toQt(row.suspect.title); }, nullptr, nullptr,
        [](const SuspectRow &row) { return toQt(row.suspect.message); }, false, true, 240},
    {"keys", QT_TRANSLATE_NOOP("columns", "Keys"), keysText, nullptr, nullptr, keysText, false,
        true, 180},
    {"reached", QT_TRANSLATE_NOOP("columns", "Reached"), distanceText, reachedOrder, nullptr,
        [](const SuspectRow &row) { return fullTime(row.suspect.reachedAt); }, false, false, 110},
    {"agents", QT_TRANSLATE_NOOP("columns", "Agents"), reachText,
        [](const SuspectRow &row) { return QVariant(row.suspect.agents); }, nullptr, nullptr, true,
        false, 80},
    {"by", QT_TRANSLATE_NOOP("columns", "By"),
        [](const SuspectRow &row) { return toQt(row.suspect.authorName); }, nullptr, nullptr,
        nullptr, false, false, 110},
    {"change", QT_TRANSLATE_NOOP("columns", "Change"), changeText, nullptr, nullptr, nullptr, false,
        false, 80},
    {"why", QT_TRANSLATE_NOOP("columns", "Why"),
        [](const SuspectRow &row) { return reasonsText(row.suspect); }, nullptr, nullptr,
        [](const SuspectRow &row) { return reasonsText(row.suspect); }, false, false, 320},
};

} // namespace

QString SuspectRow::id() const
{
    return suspect.version ? toQt(*suspect.version) : QString::number(number);
}

std::span<const Column<SuspectRow>> suspectColumns()
{
    return columns;
}

QString suspectKindText(core::SuspectKind kind)
{
    switch (kind) {
    case core::SuspectKind::Config:
        return Words::tr("Config");
    case core::SuspectKind::Flag:
        return Words::tr("Flag");
    case core::SuspectKind::Certificate:
        return Words::tr("Certificate");
    case core::SuspectKind::Secret:
        return Words::tr("Secret");
    case core::SuspectKind::Policy:
        return Words::tr("Policy");
    case core::SuspectKind::Agent:
        return Words::tr("Agent start");
    case core::SuspectKind::Unknown:
        break;
    }
    return Words::tr("Other");
}

QString reasonsText(const core::Suspect &suspect)
{
    QStringList reasons;
    for (const core::SuspectReason reason : suspect.reasons) {
        if (const QString text = reasonText(reason); !text.isEmpty())
            reasons << text;
    }
    return reasons.join(QStringLiteral(", "));
}

HindsightStore::HindsightStore(client::CmsApi &api)
    : m_api(api)
    , m_rows(suspectColumns())
    , m_schemas(api)
{
}

void HindsightStore::want(const client::SuspectQuery &query)
{
    m_loading.start<core::SuspectReport>(
        tr("Looking what changed"),
        [this, query](auto done) { return m_api.listSuspects(query, std::move(done)); },
        [this](core::SuspectReport report) {
            m_report = std::move(report);
            std::vector<SuspectRow> rows;
            for (const core::Suspect &suspect : m_report.suspects)
                rows.push_back({suspect, int(rows.size()), m_report.agents, m_report.before});
            m_rows.setRows(std::move(rows));
            Q_EMIT reported();
        });
}

void HindsightStore::dropChange()
{
    m_readingChange.cancel();
    m_change.reset();
    Q_EMIT changeRead();
}

void HindsightStore::wantChange(const core::VersionId &version)
{
    if (m_change && m_change->version.id == version)
        return;
    m_change.reset();
    m_readingChange.start<core::Version>(
        tr("Loading texts"),
        [this, version](auto done) { return m_api.getVersion(version, std::move(done)); },
        [this](core::Version read) {
            m_reading = {std::move(read), {}, {}, {}};
            readText(m_reading.version.id, &Change::after);
        });
}

void HindsightStore::readText(const core::VersionId &version, QString Change::*text)
{
    m_readingChange.start<std::string>(
        tr("Loading texts"),
        [this, version](auto done) { return m_api.versionText(version, std::move(done)); },
        [this, text](const std::string &answer) {
            m_reading.*text = toQt(answer);
            if (text == &Change::after && !m_reading.version.parents.empty())
                readBefore(m_reading.version.parents.front());
            else
                readBound();
        });
}

void HindsightStore::readBefore(const core::VersionId &version)
{
    m_readingChange.start<core::Version>(
        tr("Loading texts"),
        [this, version](auto done) { return m_api.getVersion(version, std::move(done)); },
        [this](const core::Version &before) {
            m_reading.others.push_back(before.schema);
            readText(before.id, &Change::before);
        });
}

// Where nothing is live any more nothing is bound either.
void HindsightStore::readBound()
{
    using Answer = core::Result<core::Head>;
    m_readingChange.start<Answer>(
        tr("Loading texts"),
        [this](core::Handler<Answer> done) {
            return m_api.getHead(m_reading.version.config, m_reading.version.environment,
                [done = std::move(done)](core::Result<core::Head> head) {
                    if (head || head.error().kind == core::ErrorKind::NotFound)
                        done(Answer(std::move(head)));
                    else
                        done(std::move(head).error());
                });
        },
        [this](const Answer &head) {
            if (head)
                m_reading.others.push_back(head->schema);
            keepChange();
        });
}

void HindsightStore::keepChange()
{
    m_change = std::move(m_reading);
    Q_EMIT changeRead();
}

void HindsightStore::compare(std::vector<Place> places, const core::EnvironmentId &environment,
    core::Instant earlier, const std::optional<core::Instant> &later)
{
    m_comparing.cancel();
    m_pairs.clear();
    m_question = {std::move(places), environment, earlier, later};
    Q_EMIT compared();
    compareNext();
}

void HindsightStore::compareNext()
{
    if (m_pairs.size() >= m_question.places.size())
        return;
    const auto &[config, place] = m_question.places[m_pairs.size()];
    m_pair = {place, config.id, {}, {}, {}, {config.schema}, {}};
    m_earlierView.reset();
    m_laterView.reset();
    read(m_question.earlier, m_earlierView);
}

QString HindsightStore::comparingTitle() const
{
    return tr("Comparing %1 of %2").arg(m_pairs.size() + 1).arg(m_question.places.size());
}

void HindsightStore::read(
    const std::optional<core::Instant> &instant, std::optional<core::EffectiveView> &side)
{
    // Nothing that was live is an answer as well; and what cannot be read of one config does not
    // keep the others from being compared.
    using Answer = core::Result<core::EffectiveView>;
    m_comparing.start<Answer>(
        comparingTitle(),
        [this, instant](core::Handler<Answer> done) {
            auto taken = [done = std::move(done)](core::Result<core::EffectiveView> view) {
                const bool isOfOne = view || view.error().kind == core::ErrorKind::NotFound
                    || view.error().kind == core::ErrorKind::Invalid;
                if (isOfOne)
                    done(Answer(std::move(view)));
                else
                    done(std::move(view).error());
            };
            const auto place = core::placeIn(m_question.environment, m_pair.place);
            return instant ? m_api.effectiveAt(m_pair.config, place, *instant, taken)
                           : m_api.effective(m_pair.config, place, taken);
        },
        [this, &side](Answer answer) {
            if (!answer && answer.error().kind != core::ErrorKind::NotFound)
                m_pair.fault = answer.error();
            if (answer)
                side = std::move(*answer);
            if (&side == &m_earlierView)
                read(m_question.later, m_laterView);
            else
                readSchemas();
        });
}

void HindsightStore::readSchemas()
{
    std::vector<const core::EffectiveView *> views;
    for (const auto *side : {&m_earlierView, &m_laterView}) {
        if (*side)
            views.push_back(&**side);
    }
    m_schemas.read(m_comparing, comparingTitle(), m_pair.config, views,
        [this](const EffectiveSchemas::Found &found) { keepPair(found); });
}

void HindsightStore::keepPair(const EffectiveSchemas::Found &found)
{
    m_pair.schemas.insert(m_pair.schemas.end(), found.schemas.begin(), found.schemas.end());
    for (const auto &[view, text] :
        {std::pair(&m_earlierView, &m_pair.earlier), std::pair(&m_laterView, &m_pair.later)}) {
        if (!*view)
            continue;
        for (std::string &pointer : core::pointersBrought(**view, found.closed))
            m_pair.brought.push_back(std::move(pointer));
        *text = std::move((*view)->text);
    }
    m_pairs.push_back(m_pair);
    compareNext();
    Q_EMIT compared();
}

} // namespace chancery::models
