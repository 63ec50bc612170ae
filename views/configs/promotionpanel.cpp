// SPDX-License-Identifier: Apache-2.0
#include "promotionpanel.h"

#include "editors/diffview.h"
#include "models/matrixmodel.h"
#include "models/problemwords.h"
#include "models/qtconvert.h"
#include "views/common/banner.h"
#include "views/common/errortext.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/schemaname.h"
#include "views/common/widgets.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace chancery::views {

using models::PromotedText;
using models::toQt;

namespace {

QString shownPointer(const std::string &pointer)
{
    return pointer.empty() ? QStringLiteral("/") : toQt(pointer);
}

} // namespace

PromotionPanel::PromotionPanel(
    ViewContext &context, models::MatrixPromotion &promotion, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_promotion(promotion)
    , m_banner(new Banner(context.look, this))
    , m_difference(new editors::DiffView(context.compute, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(makeHead());
    layout->addWidget(makeLine(this));
    layout->addWidget(m_difference, 1);
    layout->addWidget(makeLine(this));
    layout->addWidget(makeForm());
    const auto dress = [this] { m_difference->setTheme(m_context.look.theme().editorTheme()); };
    context.look.whenDressed(*m_difference, dress);
    dress();
    connectParts();
}

QWidget *PromotionPanel::makeHead()
{
    auto *head = new QWidget(this);
    head->setProperty("role", QStringLiteral("panel"));
    head->setAttribute(Qt::WA_StyledBackground);
    m_title = makeLabel({}, "title", head);
    m_title->setObjectName(QStringLiteral("promotionTitle"));
    m_targets = new QComboBox(head);
    m_targets->setObjectName(QStringLiteral("promotionTargets"));
    m_targets->setAccessibleName(tr("Target that is shown"));
    m_own = new QCheckBox(head);
    m_own->setObjectName(QStringLiteral("promoteOwn"));
    m_removal = new QCheckBox(head);
    m_removal->setObjectName(QStringLiteral("promoteRemoval"));
    m_overwrite = new QCheckBox(head);
    m_overwrite->setObjectName(QStringLiteral("promoteOverChanges"));
    m_schema = new QCheckBox(head);
    m_schema->setObjectName(QStringLiteral("promoteSchema"));
    m_notes = new QListWidget(head);
    m_notes->setObjectName(QStringLiteral("promotionNotes"));
    m_notes->setAccessibleName(tr("What changes, what stays and what is wrong"));
    m_notes->setMaximumHeight(108);
    m_notes->setIconSize({16, 16});
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_title, 1);
    line->addWidget(m_targets);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addLayout(line);
    layout->addWidget(m_notes);
    layout->addWidget(m_own);
    layout->addWidget(m_removal);
    layout->addWidget(m_overwrite);
    layout->addWidget(m_schema);
    return head;
}

QWidget *PromotionPanel::makeForm()
{
    auto *form = new QWidget(this);
    form->setProperty("role", QStringLiteral("panel"));
    form->setAttribute(Qt::WA_StyledBackground);
    m_name = new QLineEdit(form);
    m_name->setObjectName(QStringLiteral("promotionTitleField"));
    m_name->setAccessibleName(tr("Title of the request"));
    m_name->setPlaceholderText(tr("What changes, in one line"));
    m_ticket = new QLineEdit(form);
    m_ticket->setObjectName(QStringLiteral("promotionTicketField"));
    m_ticket->setAccessibleName(tr("Ticket"));
    m_ticket->setPlaceholderText(tr("Ticket, if there is one"));
    m_ticket->setMaximumWidth(220);
    m_reason = new QPlainTextEdit(form);
    m_reason->setObjectName(QStringLiteral("promotionReasonField"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Why: approvers and the audit log read this"));
    m_reason->setFixedHeight(52);
    m_reason->setTabChangesFocus(true);
    m_hint = makeLabel({}, "muted", form);
    m_hint->setObjectName(QStringLiteral("promotionHint"));
    QPushButton *back = makeButton(tr("Back"), QStringLiteral("leavePromotionButton"), form);
    m_save = makeButton(tr("Save as Draft"), QStringLiteral("promoteDraftButton"), form);
    m_request
        = makeButton(tr("Request Change"), QStringLiteral("promoteRequestButton"), form, "primary");
    auto *fields = new QHBoxLayout;
    fields->setSpacing(8);
    fields->addWidget(m_name, 1);
    fields->addWidget(m_ticket);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(back);
    buttons->addWidget(m_save);
    buttons->addWidget(m_request);
    auto *layout = new QVBoxLayout(form);
    layout->setContentsMargins(16, 8, 16, 12);
    layout->setSpacing(8);
    layout->addLayout(fields);
    layout->addWidget(m_reason);
    layout->addLayout(buttons);
    connect(back, &QPushButton::clicked, this, &PromotionPanel::left);
    return form;
}

void PromotionPanel::connectParts()
{
    connect(&m_promotion, &models::MatrixPromotion::changed, this, &PromotionPanel::showPromotion);
    // Their names may come later.
    connect(&m_context.stores.schemas, &models::SchemaSet::wantedRead, this,
        &PromotionPanel::showPromotion);
    connect(m_targets, &QComboBox::currentIndexChanged, this, &PromotionPanel::showTarget);
    connect(m_own, &QCheckBox::toggled, &m_promotion, &models::MatrixPromotion::confirmOwn);
    connect(m_removal, &QCheckBox::toggled, &m_promotion, &models::MatrixPromotion::chooseRemoval);
    connect(m_overwrite, &QCheckBox::toggled, &m_promotion, &models::MatrixPromotion::overwrite);
    connect(m_schema, &QCheckBox::toggled, &m_promotion, &models::MatrixPromotion::bringSchema);
    connect(m_name, &QLineEdit::textChanged, this, &PromotionPanel::updateState);
    connect(m_reason, &QPlainTextEdit::textChanged, this, &PromotionPanel::updateState);
    connect(m_save, &QPushButton::clicked, &m_promotion, &models::MatrixPromotion::saveDrafts);
    connect(m_request, &QPushButton::clicked, this, &PromotionPanel::submit);
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        models::Operation &storing = m_promotion.storing();
        (storing.hasFailed() ? storing : m_promotion.preparing()).retry();
    });
}

QString PromotionPanel::titleOf(std::size_t place) const
{
    return toQt(m_promotion.matrix()->places[place].environment.title);
}

void PromotionPanel::enter(std::shared_ptr<const editors::SchemaAdvisor> advisor)
{
    m_difference->setAdvisor(std::move(advisor));
    m_name->clear();
    m_reason->clear();
    m_own->setChecked(false);
    m_removal->setChecked(false);
    m_overwrite->setChecked(false);
    m_schema->setChecked(false);
    m_targets->clear();
    showPromotion();
    m_notes->setFocus();
}

QString PromotionPanel::schemaOf(std::size_t place) const
{
    const auto &matrix = *m_promotion.matrix();
    const auto schema = matrix.places[place].schemaId(matrix.config);
    return schema ? schemaName(m_context.stores.schemas, *schema) : tr("none");
}

// What each side was written under differs: whoever promotes is told what becomes of it.
QString PromotionPanel::schemaNote(const PromotedText &text) const
{
    if (text.schema)
        return tr("Another schema comes along: %1 in the place of %2")
            .arg(schemaOf(m_promotion.from()), schemaOf(text.column));
    if (!m_promotion.hasOtherSchema(text.column))
        return {};
    return tr("%1 keeps its schema %2; %3 has %4")
        .arg(titleOf(text.column), schemaOf(text.column), titleOf(m_promotion.from()),
            schemaOf(m_promotion.from()));
}

void PromotionPanel::showPromotion()
{
    if (!m_promotion.matrix())
        return;
    const models::Operation &storing = m_promotion.storing();
    const models::Operation &failed = storing.hasFailed() ? storing : m_promotion.preparing();
    if (failed.hasFailed())
        m_banner->show(Banner::Tone::Bad, errorHeadline(failed.error()), tr("Try Again"),
            errorDetails(failed.error()));
    else
        m_banner->clear();
    showTargets();
    m_own->setText(
        tr("Also replace values that belong to the target, which were ticked one by one"));
    m_own->setVisible(m_promotion.asksForOwn());
    m_removal->setText(
        tr("Remove ticked keys that %1 does not have").arg(titleOf(m_promotion.from())));
    m_removal->setVisible(m_promotion.asksForRemoval());
    m_overwrite->setText(tr("Also replace what was changed there since the last promotion"));
    m_overwrite->setVisible(m_promotion.asksForOverwriting());
    m_schema->setText(safeText(tr("Bring the schema of %1 along: %2")
            .arg(titleOf(m_promotion.from()), schemaOf(m_promotion.from()))));
    m_schema->setVisible(m_promotion.asksForSchema());
    updateState();
}

void PromotionPanel::showTargets()
{
    const auto &texts = m_promotion.texts();
    if (m_targets->count() != int(texts.size())) {
        m_targets->clear();
        for (const PromotedText &text : texts)
            m_targets->addItem(safeText(titleOf(text.column)));
    }
    m_targets->setVisible(texts.size() > 1);
    QStringList names;
    for (const PromotedText &text : texts)
        names << titleOf(text.column);
    showText(m_title,
        tr("Promote keys of “%1” from %2 to %3")
            .arg(toQt(m_promotion.matrix()->config.path), titleOf(m_promotion.from()),
                names.join(QStringLiteral(", "))));
    if (m_name->text().isEmpty() && !texts.empty())
        m_name->setText(m_title->text());
    showTarget();
}

const PromotedText *PromotionPanel::shown() const
{
    const auto index = std::size_t(std::max(m_targets->currentIndex(), 0));
    return index < m_promotion.texts().size() ? &m_promotion.texts()[index] : nullptr;
}

void PromotionPanel::showTarget()
{
    const PromotedText *text = shown();
    if (!text)
        return;
    showNotes(*text);
    const models::MatrixPlace &place = m_promotion.matrix()->places[text->column];
    const QString before = place.text ? toQt(*place.text) : QString();
    m_difference->setTitles(place.isDraft ? tr("%1, my draft").arg(titleOf(text->column))
                                          : tr("%1, live").arg(titleOf(text->column)),
        tr("With these keys"));
    m_difference->setTexts(before, text->fault ? before : toQt(text->promotion.text), place.format);
}

void PromotionPanel::showNotes(const PromotedText &text)
{
    m_notes->clear();
    const auto add = [this](const QString &line, const char *icon) {
        auto *item = new QListWidgetItem(safeText(line), m_notes);
        item->setIcon(m_context.look.icon(QLatin1String(icon)));
        item->setData(Qt::AccessibleTextRole, line);
    };
    const QString target = titleOf(text.column);
    if (text.fault)
        add(tr("%1 cannot be changed without touching other parts of its text: %2")
                .arg(target, toQt(text.fault->detail)),
            "warning");
    if (const QString note = schemaNote(text); !text.fault && !note.isEmpty())
        add(note, text.schema ? "warning" : "information");
    for (const core::FieldError &problem : text.problems)
        add(tr("Problem in line %1: %2 – %3")
                .arg(problem.line)
                .arg(shownPointer(problem.pointer), models::problemText(problem.message)),
            "warning");
    for (const core::LeftOut &kept : text.promotion.leftOut)
        add(tr("Stays: %1 %2")
                .arg(shownPointer(kept.pointer), models::leftOutText(kept.reason, target)),
            "information");
    for (const std::string &pointer : text.promotion.removed)
        add(tr("Removed: %1").arg(shownPointer(pointer)), "remove");
    for (const std::string &pointer : text.promotion.merged)
        add(tr("Merged with what was changed there since the last promotion: %1")
                .arg(shownPointer(pointer)),
            "information");
    for (const std::string &pointer : text.promotion.copied)
        add(tr("Copied: %1").arg(shownPointer(pointer)), "copy");
    if (m_notes->count() == 0)
        add(tr("%1 has the same values already.").arg(target), "information");
    m_notes->setCurrentRow(0);
}

void PromotionPanel::updateState()
{
    const models::ActionState draft = m_promotion.draftState();
    const models::ActionState request = m_promotion.requestState();
    const bool hasWords
        = !m_name->text().trimmed().isEmpty() && !m_reason->toPlainText().trimmed().isEmpty();
    m_save->setEnabled(draft.isEnabled);
    setPlainToolTip(*m_save, draft.whyNot);
    m_request->setEnabled(request.isEnabled && hasWords);
    setPlainToolTip(*m_request, request.whyNot);
    showText(m_hint,
        !request.isEnabled     ? request.whyNot
            : !draft.isEnabled ? draft.whyNot
            : !hasWords        ? tr("A request needs a title and a reason.")
                               : tr("All targets are changed together or not at all."));
}

void PromotionPanel::submit()
{
    updateState();
    if (m_request->isEnabled())
        m_promotion.request({m_name->text().trimmed(), m_reason->toPlainText().trimmed(),
            m_ticket->text().trimmed()});
}

} // namespace chancery::views
