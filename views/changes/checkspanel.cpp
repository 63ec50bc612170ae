// SPDX-License-Identifier: Apache-2.0
#include "checkspanel.h"

#include "engine/core/domain/saidchecks.h"
#include "models/actionstate.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QHBoxLayout>

namespace chancery::views {

using core::CheckKind;
using models::toQt;

namespace {

constexpr int mostNamesShown = 6;

QString listText(const std::vector<std::string> &names)
{
    QStringList shown;
    for (const std::string &name : names) {
        if (shown.size() == mostNamesShown)
            return ChecksPanel::tr("%1 and %n more", nullptr, int(names.size()) - mostNamesShown)
                .arg(shown.join(QStringLiteral(", ")));
        shown << toQt(name);
    }
    return shown.join(QStringLiteral(", "));
}

QString countText(const core::Check &check)
{
    const int count = check.expects.empty() ? 0 : toQt(check.expects.front()).toInt();
    if (check.unit == "regions")
        return ChecksPanel::tr("%n region(s)", nullptr, count);
    if (check.unit == "instances")
        return ChecksPanel::tr("%n instance(s)", nullptr, count);
    return ChecksPanel::tr("%n config(s)", nullptr, count);
}

std::string placeOf(const std::string &path, const core::EnvironmentId &environment)
{
    return path + '@' + environment.text();
}

} // namespace

ChecksPanel::ChecksPanel(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_requests(context.stores.requests)
    , m_text(makeLabel({}, "value", this))
    , m_acknowledge(
          new QAction(context.look.icon(QStringLiteral("verify")), tr("Acknowledge…"), this))
{
    m_acknowledge->setObjectName(QStringLiteral("acknowledgeCheck"));
    m_acknowledge->setShortcut(Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_G);
    connect(m_acknowledge, &QAction::triggered, this, &ChecksPanel::acknowledge);
    setProperty("role", QStringLiteral("bar"));
    setAttribute(Qt::WA_StyledBackground);
    m_text->setObjectName(QStringLiteral("requestChecks"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 4, 12, 4);
    layout->setSpacing(8);
    layout->addWidget(m_text, 1);
    layout->addWidget(makeActionButton(m_acknowledge, this, true), 0, Qt::AlignTop);
    hide();
}

void ChecksPanel::show(const core::ChangeRequest *request)
{
    const bool isSame
        = request && m_shown && m_shown->id == request->id && m_shown->cycle == request->cycle;
    if (!isSame)
        m_seen.clear();
    m_shown = request ? std::optional(*request) : std::nullopt;
    read();
}

void ChecksPanel::see(const core::ChangeRequest &request, const core::RequestItem &item)
{
    if (!m_shown || m_shown->id != request.id)
        return;
    if (m_seen.insert(placeOf(item.path, item.environment)).second)
        read();
}

void ChecksPanel::read()
{
    const bool hasAny = m_shown && m_shown->checks && !m_shown->checks->empty();
    setHidden(!hasAny);
    QStringList lines;
    if (hasAny) {
        for (const core::Check &check : *m_shown->checks)
            lines << lineOf(check) + u' ' + stateOf(check);
    }
    showText(m_text, lines.join(u'\n'));
    readAction();
}

QString ChecksPanel::lineOf(const core::Check &check) const
{
    const QString place = m_context.stores.places.titleOf(check.environment);
    switch (check.kind) {
    case CheckKind::Reach:
        return tr("Reaches %1 in %2, and more than %3 have to be acknowledged: %4.")
            .arg(countText(check), place, QString::number(check.limit), listText(check.names));
    case CheckKind::Sample: {
        QStringList marks;
        for (const std::string &path : check.expects)
            marks << (isSeen(check, path) ? QStringLiteral("✓ ") : QStringLiteral("○ "))
                    + toQt(path);
        return tr("Changes more than %1 configs in %2 at once. To be looked at, drawn by the "
                  "request's number: %3.")
            .arg(QString::number(check.limit), place, marks.join(QStringLiteral(", ")));
    }
    case CheckKind::LiveOnly:
        return tr("Will be removed: %1 of “%2” in %3, which %4 tells of: %5. Take them into the "
                  "change, or acknowledge that they go.")
            .arg(tr("%n live-only key(s)", nullptr, int(check.expects.size())), toQt(check.path),
                place, listText(check.names), listText(check.expects));
    case CheckKind::Unknown:
        break;
    }
    return toQt(check.id);
}

QString ChecksPanel::stateOf(const core::Check &check) const
{
    QStringList said;
    for (const core::Acknowledgement &one :
        m_shown->acknowledgements.value_or(std::vector<core::Acknowledgement>())) {
        if (one.check == check.id && core::hasSaid(*m_shown, check, one.by))
            said << toQt(one.byName);
    }
    QStringList state;
    if (check.isOwed)
        state << tr("Its author has not acknowledged it.");
    if (!said.isEmpty())
        state << tr("Acknowledged: %1.").arg(said.join(QStringLiteral(", ")));
    return state.join(u' ');
}

bool ChecksPanel::isSeen(const core::Check &check, const std::string &path) const
{
    return m_seen.contains(placeOf(path, check.environment));
}

// Of the sample, the first whose difference has not stood before the user.
int ChecksPanel::unseenRow(const core::Check &check) const
{
    for (std::size_t row = 0; row < m_shown->items.size(); ++row) {
        const core::RequestItem &item = m_shown->items[row];
        const bool isDrawn = item.environment == check.environment
            && std::ranges::find(check.expects, item.path) != check.expects.end();
        if (isDrawn && !isSeen(check, item.path))
            return int(row);
    }
    return -1;
}

const core::Check *ChecksPanel::owed() const
{
    return m_shown ? models::owedCheck(m_requests.permissions(), *m_shown) : nullptr;
}

void ChecksPanel::readAction()
{
    const core::Check *check = owed();
    const bool looks = check && check->kind == CheckKind::Sample && unseenRow(*check) >= 0;
    m_acknowledge->setText(looks ? tr("Look at Next") : tr("Acknowledge…"));
    m_acknowledge->setEnabled(check != nullptr);
    const QString whyNot = tr("Nothing about this request waits for your acknowledgement.");
    m_acknowledge->setStatusTip(check ? QString() : whyNot);
    setPlainToolTip(*m_acknowledge,
        safeToolTip(check ? lineOf(*check) : tr("%1: %2").arg(m_acknowledge->text(), whyNot)));
}

void ChecksPanel::acknowledge()
{
    const core::Check *check = owed();
    if (!check)
        return;
    const int row = check->kind == CheckKind::Sample ? unseenRow(*check) : -1;
    if (row >= 0)
        Q_EMIT itemWanted(row);
    else
        ask(*check);
}

void ChecksPanel::ask(const core::Check &check)
{
    Question question{tr("Acknowledge"), safeText(lineOf(check)), tr("Acknowledge"), {}, {}};
    // What has to be read to be typed.
    if (check.kind == CheckKind::Reach)
        question.typeToConfirm = safeText(toQt(check.expects.front()));
    else if (check.kind == CheckKind::LiveOnly)
        question.typeToConfirm = safeText(toQt(check.path));
    m_context.prompt.ask(
        question, [this, id = check.id, says = check.expects](const PromptAnswer &answer) {
            if (answer.isAccepted)
                m_requests.acknowledge(id, says);
        });
}

} // namespace chancery::views
