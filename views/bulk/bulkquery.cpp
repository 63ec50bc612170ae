// SPDX-License-Identifier: Apache-2.0
#include "bulkquery.h"

#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>

namespace chancery::views {

using models::fromQt;
using models::toQt;

namespace {

// In the order of the choice; the first is only looking.
constexpr core::BulkKind kinds[]{core::BulkKind::Replace, core::BulkKind::Set,
    core::BulkKind::Rename, core::BulkKind::Remove, core::BulkKind::Add, core::BulkKind::Multiply};

QString sentence(const core::Error &error)
{
    const auto say
        = [](const char *text) { return QCoreApplication::translate("BulkQuery", text); };
    const core::FieldError field = error.fields.empty() ? core::FieldError() : error.fields.front();
    const QString detail = safeText(toQt(field.message.empty() ? error.detail : field.message));
    if (field.code == "empty-pattern")
        return say(QT_TRANSLATE_NOOP("BulkQuery", "Say what to look for."));
    if (field.code == "bad-pattern" && field.column > 0)
        return say(
            QT_TRANSLATE_NOOP("BulkQuery", "This is no regular expression, at character %1: %2."))
            .arg(field.column)
            .arg(detail);
    if (field.code == "bad-pattern")
        return say(QT_TRANSLATE_NOOP("BulkQuery", "This is no regular expression: %1."))
            .arg(detail);
    if (field.code == "bad-replacement")
        return say(QT_TRANSLATE_NOOP("BulkQuery", "The expression has no group “%1”.")).arg(detail);
    if (field.code == "bad-places")
        return say(QT_TRANSLATE_NOOP(
            "BulkQuery", "Say which keys, as in “/routes/*/timeout”; ** stands for any number."));
    if (field.code == "bad-value")
        return say(QT_TRANSLATE_NOOP("BulkQuery", "The value is not JSON: %1")).arg(detail);
    if (field.code == "bad-name")
        return say(QT_TRANSLATE_NOOP("BulkQuery", "Say what the key is to be called."));
    if (field.code == "bad-number")
        return say(QT_TRANSLATE_NOOP("BulkQuery", "Give a number."));
    return detail;
}

} // namespace

BulkQuery::BulkQuery(const models::PlacesStore &places, Look &, QWidget *parent)
    : QWidget(parent)
    , m_places(places)
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_problem = makeLabel({}, "problem", this);
    m_problem->setObjectName(QStringLiteral("bulkProblem"));
    m_problem->setContentsMargins(12, 0, 12, 6);
    m_problem->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 4);
    layout->setSpacing(0);
    layout->addWidget(makeWhat());
    layout->addWidget(makeHow());
    layout->addWidget(makeScope());
    layout->addWidget(m_problem);
    m_problem->hide();
    connect(&places, &models::PlacesStore::changed, this, &BulkQuery::fillEnvironments);
    connect(&places, &models::PlacesStore::currentChanged, this, &BulkQuery::fillEnvironments);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        showFields();
        Q_EMIT changed();
    });
    connect(m_environment, &QComboBox::activated, this, [this] { m_hasChosenEnvironment = true; });
    fillEnvironments();
    showFields();
}

QLineEdit *BulkQuery::makeField(const QString &name, const QString &label)
{
    auto *field = new QLineEdit(this);
    field->setObjectName(name);
    field->setAccessibleName(label);
    field->setPlaceholderText(label);
    field->setClearButtonEnabled(true);
    setPlainToolTip(*field, label);
    connect(field, &QLineEdit::returnPressed, this, &BulkQuery::wanted);
    return field;
}

QToolButton *BulkQuery::makeSwitch(const QString &text, const QString &name, const QString &what)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setObjectName(name);
    button->setAccessibleName(what);
    setPlainToolTip(*button, what);
    button->setProperty("role", QStringLiteral("flat"));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QComboBox *BulkQuery::makeChoice(
    const QString &name, const QString &label, const QStringList &entries)
{
    auto *choice = new QComboBox(this);
    choice->setObjectName(name);
    choice->setAccessibleName(label);
    choice->addItems(entries);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return choice;
}

QWidget *BulkQuery::makeWhat()
{
    auto *line = new QWidget(this);
    QBoxLayout *layout = makeBar(line, 36);
    m_kind = makeChoice(QStringLiteral("bulkOperation"), tr("Operation"),
        {tr("Find"), tr("Replace"), tr("Set Value"), tr("Rename Key"), tr("Remove Key"),
            tr("Add to Number"), tr("Multiply Number")});
    m_pattern = makeField(QStringLiteral("bulkPattern"), tr("Find in all configs"));
    m_case = makeSwitch(tr("Aa"), QStringLiteral("bulkCase"), tr("Match case"));
    m_words = makeSwitch(tr("Word"), QStringLiteral("bulkWords"), tr("Whole words only"));
    m_expression
        = makeSwitch(tr(".*"), QStringLiteral("bulkExpression"), tr("Regular expression (RE2)"));
    m_within = makeChoice(
        QStringLiteral("bulkWithin"), tr("Look in"), {tr("Whole Text"), tr("Keys"), tr("Values")});
    m_look = makeButton(tr("Find"), QStringLiteral("bulkFindButton"), line, "primary");
    layout->addWidget(m_kind);
    layout->addWidget(m_pattern, 1);
    for (QWidget *part : std::initializer_list<QWidget *>{m_case, m_words, m_expression, m_within})
        layout->addWidget(part);
    layout->addStretch(0);
    layout->addWidget(m_look);
    connect(m_look, &QPushButton::clicked, this, &BulkQuery::wanted);
    return line;
}

QWidget *BulkQuery::makeHow()
{
    auto *line = new QWidget(this);
    QBoxLayout *layout = makeBar(line, 36);
    m_keys = makeField(QStringLiteral("bulkPlaces"), {});
    m_with = makeField(QStringLiteral("bulkWith"), {});
    m_addsMissing = new QCheckBox(tr("Also where it is missing"), line);
    m_addsMissing->setObjectName(QStringLiteral("bulkAddsMissing"));
    layout->addWidget(m_keys, 1);
    layout->addWidget(m_with, 1);
    layout->addWidget(m_addsMissing);
    return line;
}

QWidget *BulkQuery::makeScope()
{
    auto *line = new QWidget(this);
    QBoxLayout *layout = makeBar(line, 36);
    m_environment = makeChoice(QStringLiteral("bulkEnvironment"), tr("Environment"), {});
    m_path = makeField(
        QStringLiteral("bulkPath"), tr("All paths; or some, as in “payments/*/limits”"));
    m_drafts = new QCheckBox(tr("My drafts too"), line);
    m_drafts->setObjectName(QStringLiteral("bulkDrafts"));
    layout->addWidget(m_environment);
    layout->addWidget(m_path, 1);
    layout->addWidget(m_drafts);
    return line;
}

void BulkQuery::fillEnvironments()
{
    const QString before = m_environment->currentData().toString();
    m_environment->clear();
    m_environment->addItem(tr("All Environments"), QString());
    for (const core::Environment &environment : m_places.environments())
        m_environment->addItem(safeText(m_places.titleOf(environment.id)), toQt(environment.id));
    const QString wanted = m_hasChosenEnvironment ? before : toQt(m_places.currentId());
    m_environment->setCurrentIndex(std::max(0, m_environment->findData(wanted)));
}

void BulkQuery::showFields()
{
    const auto operation = kind();
    const bool isText = !operation || *operation == core::BulkKind::Replace;
    for (QWidget *part :
        std::initializer_list<QWidget *>{m_pattern, m_case, m_words, m_expression, m_within})
        part->setVisible(isText);
    const QString keys = isText ? tr("Only at keys, as in “/routes/*/timeout”")
                                : tr("Keys, as in “/routes/*/timeout”");
    m_keys->setPlaceholderText(keys);
    m_keys->setAccessibleName(keys);
    setPlainToolTip(*m_keys, keys);
    m_with->setVisible(operation && *operation != core::BulkKind::Remove);
    m_addsMissing->setVisible(operation == core::BulkKind::Set);
    QString with = tr("New name");
    if (operation == core::BulkKind::Replace)
        with = tr("Replace with; $1 is the first group of an expression");
    else if (operation == core::BulkKind::Set)
        with = tr("New value, as JSON");
    else if (operation == core::BulkKind::Add)
        with = tr("Number to add");
    else if (operation == core::BulkKind::Multiply)
        with = tr("Number to multiply by");
    m_with->setPlaceholderText(with);
    m_with->setAccessibleName(with);
    setPlainToolTip(*m_with, with);
    m_look->setText(operation ? tr("Preview") : tr("Find"));
}

std::optional<core::BulkKind> BulkQuery::kind() const
{
    if (m_kind->currentIndex() <= 0)
        return std::nullopt;
    return kinds[m_kind->currentIndex() - 1];
}

core::DocumentSearch BulkQuery::search() const
{
    core::DocumentSearch search;
    search.places = fromQt(m_keys->text().trimmed());
    const auto operation = kind();
    if (operation && *operation != core::BulkKind::Replace)
        return search;
    search.pattern = fromQt(m_pattern->text());
    search.isExpression = m_expression->isChecked();
    search.matchesCase = m_case->isChecked();
    search.wholeWords = m_words->isChecked();
    search.within = core::SearchWithin(m_within->currentIndex());
    return search;
}

core::BulkOperation BulkQuery::operation() const
{
    core::BulkOperation operation;
    operation.kind = kind().value_or(core::BulkKind::Replace);
    operation.what = search();
    operation.with = fromQt(m_with->text());
    operation.addsMissing = operation.kind == core::BulkKind::Set && m_addsMissing->isChecked();
    return operation;
}

models::BulkScope BulkQuery::scope() const
{
    return {core::EnvironmentId(fromQt(m_environment->currentData().toString())),
        fromQt(m_path->text().trimmed()), m_drafts->isChecked()};
}

void BulkQuery::setKind(std::optional<core::BulkKind> kind)
{
    int index = 0;
    if (kind)
        index = int(std::ranges::find(kinds, *kind) - std::begin(kinds)) + 1;
    m_kind->setCurrentIndex(index);
}

void BulkQuery::setPattern(const QString &pattern)
{
    m_pattern->setText(pattern);
    m_expression->setChecked(false);
}

void BulkQuery::setPlaces(const QString &places)
{
    m_keys->setText(places);
}

void BulkQuery::setDrafts(bool areToo)
{
    m_drafts->setChecked(areToo);
}

void BulkQuery::setPath(const QString &path)
{
    m_path->setText(path);
}

void BulkQuery::focusFirst()
{
    QLineEdit *field = m_keys;
    if (m_pattern->isVisibleTo(this))
        field = m_pattern;
    else if (kind() == core::BulkKind::Rename && !m_keys->text().isEmpty())
        field = m_with;
    field->setFocus(Qt::ShortcutFocusReason);
    field->selectAll();
}

void BulkQuery::showProblem(const core::Error *error)
{
    m_problem->setVisible(error != nullptr);
    if (error)
        showText(m_problem, sentence(*error));
}

} // namespace chancery::views
