// SPDX-License-Identifier: Apache-2.0
#include "reportform.h"

#include "models/calendardays.h"
#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"

#include <QFileDialog>
#include <QSettings>
#include <QVBoxLayout>

#include <set>

namespace chancery::views {

using models::fromQt;
using models::PeriodChoice;
using models::toQt;

namespace {

constexpr int most = 10'000; // of a sample
const auto signerKey = QStringLiteral("reports/signer");
const auto keyFileKey = QStringLiteral("reports/keyFile");
const auto allQueries = QStringLiteral("all");
const auto singleQueries = QStringLiteral("single");

// Tab goes on to the next field, not to the next part of the date.
class DayField : public QDateEdit {
public:
    using QDateEdit::QDateEdit;

protected:
    bool focusNextPrevChild(bool isNext) override { return QWidget::focusNextPrevChild(isNext); }
};

// "SOC 2" of "SOC 2, Trust Services Criteria 2017 (…)".
QString shortName(const core::evidence::Framework &framework)
{
    return safeText(toQt(framework.name)).section(u',', 0, 0);
}

} // namespace

ReportForm::ReportForm(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    if (auto definitions = core::evidence::definitions())
        m_definitions = std::move(*definitions);
    if (auto frameworks = core::evidence::frameworks())
        m_frameworks = std::move(*frameworks);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(6);
    makeWhat(*layout);
    makePeriod(*layout);
    makeParameters(*layout);
    makeSample(*layout);
    makeSigning(*layout);
    layout->addStretch(1);
    fillQueries();
    fillParameters();
    fillEnvironments();
    applyPeriod();
    connect(
        &context.stores.places, &models::PlacesStore::changed, this, &ReportForm::fillEnvironments);
}

void ReportForm::makeWhat(QVBoxLayout &layout)
{
    m_framework = new QComboBox(this);
    m_framework->setObjectName(QStringLiteral("reportFramework"));
    m_framework->setAccessibleName(tr("What the report is about"));
    m_framework->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_framework->setMinimumContentsLength(12);
    for (const auto &framework : m_frameworks) {
        m_framework->addItem(shortName(framework), toQt(framework.id));
        m_framework->setItemData(
            m_framework->count() - 1, safeToolTip(toQt(framework.name)), Qt::ToolTipRole);
    }
    m_framework->addItem(tr("All %n Queries", nullptr, int(m_definitions.size())), allQueries);
    m_framework->addItem(tr("Single Queries"), singleQueries);
    m_queries = new ChoiceTree(QStringLiteral("reportQueries"), tr("Queries to ask"), 9, this);
    m_queries->hide();
    layout.addWidget(makeLabel(tr("Evidence for"), "caption", this));
    layout.addWidget(m_framework);
    layout.addWidget(m_queries);
    choose(QStringLiteral("soc2"));
    connect(m_framework, &QComboBox::currentIndexChanged, this, [this] {
        m_queries->setVisible(isSingle());
        fillParameters();
        Q_EMIT changed();
    });
    connect(m_queries, &ChoiceTree::changed, this, [this] {
        fillParameters();
        Q_EMIT changed();
    });
}

void ReportForm::makePeriod(QVBoxLayout &layout)
{
    m_period = new QComboBox(this);
    m_period->setObjectName(QStringLiteral("reportPeriod"));
    m_period->setAccessibleName(tr("Period"));
    for (const QString &text : {tr("Last Month"), tr("Last Quarter"), tr("This Quarter"),
             tr("Last Year"), tr("Other Days")})
        m_period->addItem(text);
    m_period->setCurrentIndex(int(PeriodChoice::ThisQuarter));
    const auto makeDate = [this](const char *name, const QString &accessibleName) {
        auto *edit = new DayField(this);
        edit->setObjectName(QString::fromLatin1(name));
        edit->setAccessibleName(accessibleName);
        edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
        edit->setCalendarPopup(true);
        return edit;
    };
    m_from = makeDate("reportFrom", tr("First day"));
    m_to = makeDate("reportTo", tr("End, the first day that is not included"));
    m_zone = new QComboBox(this);
    m_zone->setObjectName(QStringLiteral("reportZone"));
    m_zone->setAccessibleName(tr("Days by the clock of"));
    m_zone->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_zone->setMinimumContentsLength(12);
    fillZones();
    auto *days = new QGridLayout;
    days->setHorizontalSpacing(8);
    days->setVerticalSpacing(2);
    days->addWidget(makeLabel(tr("From"), "muted", this), 0, 0);
    days->addWidget(makeLabel(tr("To, not included"), "muted", this), 0, 1);
    days->addWidget(m_from, 1, 0);
    days->addWidget(m_to, 1, 1);
    layout.addSpacing(8);
    layout.addWidget(makeLabel(tr("Period"), "caption", this));
    layout.addWidget(m_period);
    layout.addLayout(days);
    layout.addWidget(m_zone);
    connect(m_period, &QComboBox::currentIndexChanged, this, &ReportForm::applyPeriod);
    connect(m_zone, &QComboBox::currentIndexChanged, this, &ReportForm::changed);
    connect(m_from, &QDateEdit::dateChanged, this, &ReportForm::readPeriod);
    connect(m_to, &QDateEdit::dateChanged, this, &ReportForm::readPeriod);
}

// UTC, as the log has its times, then this desktop's, then all others.
void ReportForm::fillZones()
{
    const QString own = QString::fromLatin1(QTimeZone::systemTimeZoneId());
    m_zone->addItem(QStringLiteral("UTC"));
    if (own != QLatin1String("UTC"))
        m_zone->addItem(own);
    for (const QByteArray &id : QTimeZone::availableTimeZoneIds()) {
        const QString name = QString::fromLatin1(id);
        if (name != own && name.contains(u'/'))
            m_zone->addItem(name);
    }
}

void ReportForm::makeParameters(QVBoxLayout &layout)
{
    m_environments = new ChoiceTree(
        QStringLiteral("reportEnvironments"), tr("Environments to look at"), 4, this);
    m_parameters = new ReportParameters(this);
    auto *hint = makeLabel(tr("None checked: as each query says"), "muted", this);
    hint->setWordWrap(true);
    layout.addSpacing(8);
    layout.addWidget(makeLabel(tr("Environments"), "caption", this));
    layout.addWidget(hint);
    layout.addWidget(m_environments);
    layout.addSpacing(8);
    layout.addWidget(makeLabel(tr("Parameters"), "caption", this));
    layout.addWidget(m_parameters);
    connect(m_environments, &ChoiceTree::changed, this, &ReportForm::changed);
    connect(m_parameters, &ReportParameters::changed, this, &ReportForm::changed);
}

void ReportForm::makeSample(QVBoxLayout &layout)
{
    m_seed = new QLineEdit(QStringLiteral("1"), this);
    m_seed->setObjectName(QStringLiteral("reportSeed"));
    m_seed->setAccessibleName(tr("Seed of the sample"));
    m_sample = new QSpinBox(this);
    m_sample->setObjectName(QStringLiteral("reportSample"));
    m_sample->setAccessibleName(tr("How many of each population are sampled"));
    m_sample->setRange(0, most);
    m_sample->setValue(25);
    m_sample->setButtonSymbols(QAbstractSpinBox::NoButtons);
    const auto &me = m_context.stores.permissions.me;
    m_by = new QLineEdit(toQt(me.displayName.empty() ? me.name : me.displayName), this);
    m_by->setObjectName(QStringLiteral("reportBy"));
    m_by->setAccessibleName(tr("For whom the report is made"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->addWidget(makeLabel(tr("Seed, the auditor's"), "muted", this), 0, 0);
    grid->addWidget(makeLabel(tr("Of each population"), "muted", this), 0, 1);
    grid->addWidget(m_seed, 1, 0);
    grid->addWidget(m_sample, 1, 1);
    layout.addSpacing(8);
    layout.addWidget(makeLabel(tr("Sample"), "caption", this));
    layout.addLayout(grid);
    layout.addSpacing(8);
    layout.addWidget(makeLabel(tr("Made for"), "caption", this));
    layout.addWidget(m_by);
    connect(m_seed, &QLineEdit::textChanged, this, &ReportForm::changed);
    connect(m_sample, &QSpinBox::valueChanged, this, &ReportForm::changed);
    connect(m_by, &QLineEdit::textChanged, this, &ReportForm::changed);
}

void ReportForm::makeSigning(QVBoxLayout &layout)
{
    m_signer = new QLineEdit(m_context.settings.value(signerKey).toString(), this);
    m_signer->setObjectName(QStringLiteral("reportSigner"));
    m_signer->setAccessibleName(tr("Name of the key that signs bundles"));
    m_signer->setPlaceholderText(tr("example.org/reports"));
    m_keyFile = new QLineEdit(m_context.settings.value(keyFileKey).toString(), this);
    m_keyFile->setObjectName(QStringLiteral("reportKeyFile"));
    m_keyFile->setAccessibleName(tr("File of the key that signs bundles"));
    m_keyFile->setPlaceholderText(tr("File of “report key”"));
    auto *choose = makeButton(tr("Choose…"), QStringLiteral("reportChooseKeyButton"), this);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_keyFile, 1);
    line->addWidget(choose);
    layout.addSpacing(8);
    layout.addWidget(makeLabel(tr("Signature of a bundle"), "caption", this));
    layout.addWidget(m_signer);
    layout.addLayout(line);
    connect(choose, &QPushButton::clicked, this, &ReportForm::browse);
    const auto keep = [this] {
        m_context.settings.setValue(signerKey, m_signer->text());
        m_context.settings.setValue(keyFileKey, m_keyFile->text());
        Q_EMIT signingChanged();
    };
    connect(m_signer, &QLineEdit::textChanged, this, keep);
    connect(m_keyFile, &QLineEdit::textChanged, this, keep);
}

void ReportForm::browse()
{
    auto *dialog = new QFileDialog(this, tr("The Key That Signs Reports"));
    dialog->setObjectName(QStringLiteral("reportKeyDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_keyFile, &QLineEdit::setText);
    dialog->open();
}

void ReportForm::fillQueries()
{
    for (const auto &definition : m_definitions) {
        const QString id = toQt(definition.id);
        const QString text = tr("%1  %2").arg(id, toQt(definition.name));
        if (definition.isCollected)
            m_queries->add(id, text, false);
        else
            m_queries->addClosed(text, tr("Not collected: %1").arg(toQt(definition.limits)));
    }
}

void ReportForm::fillEnvironments()
{
    const QStringList checked = m_environments->checked();
    m_environments->forget();
    for (const auto &environment : m_context.stores.places.environments()) {
        const QString id = toQt(environment.id);
        m_environments->add(
            id, m_context.stores.places.titleOf(environment.id), checked.contains(id));
    }
}

// Of the queries that are going to be asked.
void ReportForm::fillParameters()
{
    std::set<std::string> wanted;
    const QString framework = m_framework->currentData().toString();
    for (const auto &one : m_frameworks) {
        for (const auto &control : one.controls) {
            if (toQt(one.id) == framework)
                wanted.insert(control.queries.begin(), control.queries.end());
        }
    }
    for (const auto &definition : m_definitions) {
        if (framework == allQueries)
            wanted.insert(definition.id);
    }
    if (isSingle())
        std::ranges::copy(chosenQueries(), std::inserter(wanted, wanted.end()));
    m_parameters->show(m_definitions, wanted);
}

void ReportForm::applyPeriod()
{
    const auto choice = PeriodChoice(m_period->currentIndex());
    if (choice != PeriodChoice::Custom) {
        const auto today = models::dateOf(m_context.clock.now(), period().zone);
        const auto chosen = models::periodOf(choice, today, period().zone);
        m_isFilling = true;
        m_from->setDate(chosen.first);
        m_to->setDate(chosen.end);
        m_isFilling = false;
    }
    Q_EMIT changed();
}

// Days that somebody has written are no quarter any more.
void ReportForm::readPeriod()
{
    if (m_isFilling)
        return;
    m_period->setCurrentIndex(int(PeriodChoice::Custom));
    Q_EMIT changed();
}

bool ReportForm::isSingle() const
{
    return m_framework->currentData().toString() == singleQueries;
}

std::vector<std::string> ReportForm::chosenQueries() const
{
    std::vector<std::string> queries;
    for (const QString &id : m_queries->checked())
        queries.push_back(fromQt(id));
    return queries;
}

void ReportForm::choose(const QString &framework)
{
    m_framework->setCurrentIndex(std::max(0, m_framework->findData(framework)));
}

models::ReportPeriod ReportForm::period() const
{
    const QTimeZone zone(m_zone->currentText().toLatin1());
    return {m_from->date(), m_to->date(), zone.isValid() ? zone : QTimeZone::utc()};
}

models::ReportSigning ReportForm::signing() const
{
    return {fromQt(m_signer->text().trimmed()), fromQt(m_keyFile->text().trimmed())};
}

QString ReportForm::environmentsText() const
{
    const QStringList checked = m_environments->checked();
    return checked.isEmpty() ? tr("As each query says") : checked.join(QStringLiteral(", "));
}

QString ReportForm::problem() const
{
    if (m_definitions.empty())
        return tr("The definitions of the queries cannot be read.");
    if (!period().isValid())
        return tr("The period ends before it begins.");
    if (isSingle() && chosenQueries().empty())
        return tr("Check at least one query.");
    return {};
}

audit::ReportRequest ReportForm::request() const
{
    audit::ReportRequest request;
    request.framework = fromQt(isSingle() ? allQueries : m_framework->currentData().toString());
    if (isSingle())
        request.queries = chosenQueries();
    request.from = period().from();
    request.to = period().to();
    request.seed = fromQt(m_seed->text());
    request.sampleSize = std::size_t(m_sample->value());
    request.by = fromQt(m_by->text());
    request.given = m_parameters->given();
    for (const QString &id : m_environments->checked())
        request.given[ReportParameters::environments].push_back(fromQt(id));
    return request;
}

} // namespace chancery::views
