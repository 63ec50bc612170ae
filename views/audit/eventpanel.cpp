// SPDX-License-Identifier: Apache-2.0
#include "eventpanel.h"

#include "editors/editortheme.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>

namespace chancery::views {

using models::toQt;

namespace {

// More than that of one entry is for the export.
constexpr qsizetype mostShown = 256 * 1024;
constexpr int deepestIndent = 64;

// The leaf is canonical JSON on one line; only white space is added, never a value read and
// written. Whatever a server has signed, what is shown of it stays within bounds.
QString indented(QString json)
{
    const bool isCut = json.size() > mostShown;
    json.truncate(mostShown);
    QString text;
    int depth = 0;
    bool isInString = false;
    bool isEscaped = false;
    const auto breakLine
        = [&] { text += u'\n' + QString(2 * std::clamp(depth, 0, deepestIndent), u' '); };
    for (qsizetype at = 0; at < json.size(); ++at) {
        const QChar c = json[at];
        if (isInString) {
            text += c;
            isInString = c != u'"' || isEscaped;
            isEscaped = c == u'\\' && !isEscaped;
            continue;
        }
        const bool closes = c == u'}' || c == u']';
        const bool opens = c == u'{' || c == u'[';
        const bool wasOpened = at > 0 && (json[at - 1] == u'{' || json[at - 1] == u'[');
        depth -= closes;
        if (closes && !wasOpened)
            breakLine();
        text += c;
        isInString = c == u'"';
        depth += opens;
        const QChar next = at + 1 < json.size() ? json[at + 1] : QChar();
        if ((opens && next != u'}' && next != u']') || c == u',')
            breakLine();
        else if (c == u':')
            text += u' ';
    }
    return isCut ? text + EventPanel::tr("\n… the rest is in the export") : text;
}

QString hexOf(const core::Sha256 &hash)
{
    return toQt(core::toHex(core::bytesOf(hash)));
}

// All that somebody else needs to check it with RFC 6962 in hand.
QString proofText(const audit::AuditDetail &detail)
{
    QString text = QStringLiteral("seq %1\nsize %2\nroot %3\nleaf_hash %4\n")
                       .arg(detail.row.seq)
                       .arg(detail.size)
                       .arg(hexOf(detail.root), hexOf(detail.leafHash));
    for (const core::Sha256 &hash : detail.proof)
        text += QStringLiteral("step ") + hexOf(hash) + u'\n';
    for (const core::Sha256 &hash : detail.remainder)
        text += QStringLiteral("remainder ") + hexOf(hash) + u'\n';
    text += QStringLiteral("leaf ") + toQt(detail.leaf) + u'\n';
    return text + QStringLiteral("checkpoint\n") + toQt(detail.note);
}

QString wordsFor(const core::PersonalField &field)
{
    switch (field.state) {
    case core::PersonalField::State::Known:
        return toQt(field.value);
    case core::PersonalField::State::Absent:
        return EventPanel::tr("erased, or not given by the server");
    case core::PersonalField::State::Wrong:
        break;
    }
    return EventPanel::tr("✗ the server gives what was not logged");
}

QString labelFor(const core::PersonalField &field)
{
    if (field.member == "source.ip")
        return EventPanel::tr("From: %1");
    if (field.member == "actor.name")
        return EventPanel::tr("Account: %1");
    return EventPanel::tr("Person: %1");
}

} // namespace

EventPanel::EventPanel(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.audit)
    , m_personal(context.stores.personal)
    , m_title(makeLabel(tr("No event is selected"), "title", this))
    , m_person(makeLabel({}, "muted", this))
    , m_proof(makeLabel({}, "muted", this))
    , m_steps(makeLabel({}, "muted", this))
    , m_verify(makeButton(tr("Verify"), QStringLiteral("verifyEventButton"), this))
    , m_copy(makeButton(tr("Copy Proof"), QStringLiteral("copyProofButton"), this))
    , m_leaf(new QPlainTextEdit(this))
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setObjectName(QStringLiteral("eventTitle"));
    m_title->setWordWrap(true);
    m_person->setObjectName(QStringLiteral("eventPerson"));
    m_person->setWordWrap(true);
    m_proof->setObjectName(QStringLiteral("eventProof"));
    m_proof->setWordWrap(true);
    m_steps->setObjectName(QStringLiteral("eventSteps"));
    m_steps->setWordWrap(true);
    m_verify->setEnabled(false);
    m_copy->setEnabled(false);
    setPlainToolTip(
        *m_verify, tr("Hash the event again and lead it to the root that the server has signed"));
    setPlainToolTip(*m_copy, tr("Copy the event, its hashes and the root for somebody else"));
    m_leaf->setObjectName(QStringLiteral("eventLeaf"));
    m_leaf->setAccessibleName(tr("The event as it was logged"));
    m_leaf->setReadOnly(true);
    m_leaf->setFont(editors::EditorTheme::monospacedFont());
    m_leaf->setProperty("role", QStringLiteral("code"));
    m_leaf->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_leaf->setTabChangesFocus(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_person);
    layout->addWidget(m_proof);
    layout->addWidget(m_steps);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_verify);
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    layout->addWidget(makeLine(this));
    layout->addWidget(m_leaf, 1);
    connect(m_verify, &QPushButton::clicked, this, &EventPanel::verify);
    connect(m_copy, &QPushButton::clicked, this, &EventPanel::copyProof);
    connect(&m_store, &models::AuditStore::detailChanged, this, &EventPanel::read);
    connect(&m_personal, &models::PersonalStore::changed, this, &EventPanel::readPerson);
    connect(&m_personal.loading(), &models::Operation::changed, this, &EventPanel::readPerson);
}

void EventPanel::readPerson()
{
    if (m_personal.loading().hasFailed())
        return showText(m_person, tr("The server does not say who it was."));
    if (!m_personal.isKnown())
        return showText(m_person, tr("Reading who it was…"));
    QStringList words;
    for (const auto &field : m_personal.fields())
        words.append(labelFor(field).arg(wordsFor(field)));
    showText(m_person, words.join(QStringLiteral(" · ")));
}

void EventPanel::verify()
{
    const auto &detail = m_store.detail();
    if (!detail)
        return;
    m_isAsked = true;
    m_store.showDetail(detail->row.seq);
}

void EventPanel::copyProof()
{
    if (const auto &detail = m_store.detail())
        QGuiApplication::clipboard()->setText(proofText(*detail));
}

void EventPanel::read()
{
    const auto &detail = m_store.detail();
    if (!detail)
        return;
    const QLocale locale(QLocale::English);
    m_verify->setEnabled(true);
    m_copy->setEnabled(detail->isProved);
    showText(m_title, tr("%1  %2").arg(detail->row.seq).arg(toQt(detail->row.event)));
    QString verdict = detail->isProved
        ? tr("✓ Proved: its inclusion in the signed checkpoint was checked with %n step(s) of "
             "proof.",
              nullptr, int(detail->proof.size()))
        : tr("✗ Not proved: this event is not in the signed checkpoint.");
    if (std::exchange(m_isAsked, false))
        verdict = tr("%1 Verified at %2.").arg(verdict, models::fullTime(m_context.clock.now()));
    showText(m_proof, verdict);
    showText(m_steps,
        tr("Leaf %1… leads to root %2… of %3 events.")
            .arg(hexOf(detail->leafHash).left(12), hexOf(detail->root).left(12),
                locale.toString(qulonglong(detail->size))));
    m_personal.look(std::uint64_t(detail->row.seq), detail->leaf);
    m_leaf->setPlainText(safeText(indented(toQt(detail->leaf))));
}

} // namespace chancery::views
