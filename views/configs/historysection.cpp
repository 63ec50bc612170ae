// SPDX-License-Identifier: Apache-2.0
#include "historysection.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/errortext.h"
#include "views/common/widgets.h"
#include "views/configs/blamemargin.h"
#include "views/configs/documentpage.h"
#include "views/configs/factlist.h"

namespace chancery::views {

using models::toQt;

HistorySection::HistorySection(ViewContext &context, QWidget *parent)
    : InspectorSection(tr("History of the Key"), parent)
    , m_context(context)
    , m_blame(
          new FactList(QStringLiteral("keyBlameList"), tr("Who set this key"), context.look, this))
    , m_hint(makeLabel({}, "muted", this))
    , m_changes(new FactList(
          QStringLiteral("keyHistoryList"), tr("Changes of this key"), context.look, this))
    , m_more(makeButton(tr("Show History"), QStringLiteral("keyHistoryMoreButton"), this, "link"))
{
    m_hint->setObjectName(QStringLiteral("keyHistoryHint"));
    m_hint->setWordWrap(true);
    m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_blame->hide();
    addPart(m_blame);
    addPart(m_hint);
    addPart(m_changes);
    addPart(m_more);
    auto &history = context.stores.keyHistory;
    connect(m_more, &QPushButton::clicked, this, &HistorySection::showMore);
    for (const FactList *list : {m_blame, m_changes})
        connect(list, &FactList::chosen, this,
            [this](const Destination &destination) { m_context.navigator.goTo(destination); });
    connect(&context.stores.blame, &models::BlameStore::changed, this, &HistorySection::readBlame);
    connect(&history, &models::KeyHistory::changed, this, &HistorySection::read);
    connect(&history.loading(), &models::Operation::changed, this, &HistorySection::read);
}

void HistorySection::follow(DocumentPage *page)
{
    m_page = page;
    if (!page)
        return;
    m_context.stores.keyHistory.show(page->session().config(), page->session().environment());
    followCursor(*page);
}

void HistorySection::followCursor(DocumentPage &page)
{
    m_page = &page;
    models::KeyHistory &history = m_context.stores.keyHistory;
    history.showKey(page.place(), page.sensitiveTest());
    if (m_isWanted && history.seen() == 0 && !history.loading().hasFailed())
        history.more();
    read();
}

void HistorySection::showMore()
{
    m_isWanted = true;
    if (!m_page)
        return;
    models::KeyHistory &history = m_context.stores.keyHistory;
    if (history.loading().hasFailed())
        history.loading().retry();
    else
        history.more();
    read();
}

QString HistorySection::hintText() const
{
    models::KeyHistory &history = m_context.stores.keyHistory;
    if (history.loading().hasFailed())
        return errorHeadline(history.loading().error());
    if (!m_isWanted)
        return tr("Compares the latest versions at this key.");
    if (history.loading().isRunning() || (history.seen() > 0 && !history.isKnown()))
        return tr("Comparing versions…");
    if (history.seen() == 0)
        return tr("Nothing of it has been live here yet.");
    const int seen = int(history.seen());
    if (history.changes().empty())
        return tr("Unchanged in the latest %n version(s).", nullptr, seen);
    return history.hasMore() ? tr("%n version(s) looked at, there are older ones.", nullptr, seen)
                             : tr("%n version(s), the whole history.", nullptr, seen);
}

Fact HistorySection::factOf(const models::KeyChange &change) const
{
    const core::Version &version = change.version;
    Fact fact;
    const QString before = shortened(change.before);
    const QString after = shortened(change.after);
    fact.title = change.before.isEmpty() ? tr("Added: %1").arg(after)
        : change.after.isEmpty()         ? tr("Removed: %1").arg(before)
                                         : tr("%1 → %2").arg(before, after);
    QStringList parts{models::timeText(version.createdAt, m_context.clock.now())};
    if (!version.semver.empty())
        parts << toQt(version.semver);
    parts << toQt(version.authorName);
    if (version.changeRequest)
        parts << toQt(*version.changeRequest);
    if (!version.message.empty())
        parts << models::firstLine(version.message);
    fact.detail = parts.join(QStringLiteral(" · "));
    if (version.changeRequest)
        fact.destination = {QStringLiteral("changes"), toQt(*version.changeRequest)};
    else
        fact.destination = {QStringLiteral("lineage"), toQt(m_page->session().config().path)};
    return fact;
}

// What the margin says of the line, of the very key.
void HistorySection::readBlame()
{
    const BlameMargin *margin = m_page ? BlameMargin::of(*m_page) : nullptr;
    if (margin)
        connect(
            margin, &BlameMargin::found, this, &HistorySection::readBlame, Qt::UniqueConnection);
    const auto keys = margin ? margin->keys() : nullptr;
    const auto blame = keys ? keys->of(m_page->place(), m_context.clock.now()) : std::nullopt;
    std::vector<Fact> facts;
    if (blame) {
        Fact fact{blame->text, blame->tip == blame->text ? QString() : blame->tip, {}};
        if (blame->request)
            fact.destination = {QStringLiteral("changes"), toQt(*blame->request)};
        facts.push_back(std::move(fact));
    }
    m_blame->setFacts(facts);
    m_blame->setVisible(!facts.empty());
}

void HistorySection::read()
{
    if (!m_page)
        return;
    readBlame();
    models::KeyHistory &history = m_context.stores.keyHistory;
    showText(m_hint, hintText());
    std::vector<Fact> facts;
    for (const models::KeyChange &change : history.changes())
        facts.push_back(factOf(change));
    m_changes->setFacts(facts);
    const bool hasFailed = history.loading().hasFailed();
    m_more->setText(hasFailed ? tr("Try Again")
            : m_isWanted      ? tr("Look Further Back")
                              : tr("Show History"));
    m_more->setVisible(!history.loading().isRunning() && (hasFailed || history.hasMore()));
}

} // namespace chancery::views
