// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "engine/core/audittext.h"
#include "tests/gui/auditbanners.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"
#include "views/audit/facettree.h"
#include "views/audit/timehistogram.h"

#include <QAccessible>
#include <QClipboard>
#include <QDirIterator>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QToolButton>

using namespace chancery;
using core::AuditKind;
using core::AuditOutcome;

namespace {

constexpr int eventCount = 640;

core::AuditEvent eventNumber(int number)
{
    constexpr std::array kinds{AuditKind::AuthnLogin, AuditKind::ChangeRequestCreate,
        AuditKind::ChangeRequestApprove, AuditKind::HeadUpdate, AuditKind::ConfigReadSensitive,
        AuditKind::ChangeRequestApply};
    constexpr std::array people{"usr_alice", "usr_bob", "usr_alice", "usr_carol"};
    constexpr std::array places{"prod", "prod", "staging", "dev"};
    const auto kind = kinds[std::size_t(number) % kinds.size()];
    auto event
        = core::auditEvent(kind, number % 17 == 0 ? AuditOutcome::Denied : AuditOutcome::Success);
    // Two quiet weeks, then a busy one.
    const int minutes = number < 200 ? number * 100 : 20'000 + (number - 200) * 23;
    event.time = core::fromRfc3339("2026-11-01T06:00:00Z").value() + std::chrono::minutes(minutes);
    event.recordedTime = event.time;
    event.actor.id = people[std::size_t(number * 7) % people.size()];
    event.environment
        = kind == AuditKind::AuthnLogin ? "" : places[std::size_t(number * 3) % places.size()];
    event.nameSpace = "shop";
    event.target = {"change_request", "CR-" + std::to_string(number / 6), ""};
    event.correlationId = event.target.id;
    event.reason = number == 417 ? "Open the floodgates for the sale" : "";
    event.requestId = "req-" + std::to_string(number);
    event.eventId = "event-" + std::to_string(number);
    event.seq = number;
    if (number == 417) {
        event.actor.displayPii = "p1";
        event.source.ipPii = "p2";
        event.pii = {{"p1", core::piiCommitment(std::string(32, 's'), "Ada Lovelace")},
            {"p2", core::piiCommitment(std::string(32, 's'), "192.0.2.1")}};
    }
    return event;
}

void fill(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.auditLeaves.clear();
    for (int number = 0; number < eventCount; ++number)
        cms.auditLeaves.push_back(core::toLeaf(eventNumber(number)).value());
    cms.current = nullptr;
}

bool enter(support::Console &console)
{
    if (!console.connectToServer() || !console.signIn(QStringLiteral("carol"))
        || !console.openView(QStringLiteral("audit")))
        return false;
    console.window().activateWindow();
    return QTest::qWaitForWindowActive(&console.window()) && QTest::qWaitFor([&] {
        return console.isAtRest() && console.rowsOf(QStringLiteral("eventsTable")).size() == 500;
    });
}

QTreeWidgetItem *facet(support::Console &console, const char *text)
{
    const auto *tree = console.find<views::FacetTree>(QStringLiteral("auditFacets"));
    const auto found = tree
        ? tree->findItems(QString::fromUtf8(text), Qt::MatchContains | Qt::MatchRecursive)
        : QList<QTreeWidgetItem *>();
    return found.isEmpty() ? nullptr : found.first();
}

bool choose(support::Console &console, const char *text)
{
    if (!QTest::qWaitFor([&] { return facet(console, text) != nullptr; }))
        return false;
    auto *tree = console.find<views::FacetTree>(QStringLiteral("auditFacets"));
    tree->scrollToItem(facet(console, text));
    QTest::mouseClick(
        tree->viewport(), Qt::LeftButton, {}, tree->visualItemRect(facet(console, text)).center());
    return true;
}

qsizetype rowCount(support::Console &console)
{
    return console.rowsOf(QStringLiteral("eventsTable")).size();
}

} // namespace

// An auditor at the log: finds an event and proves it, and hears of a log that was rewritten.
class AuditJourney : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void anEventIsFoundAndProved();
    void whoItWasIsShownAsFarAsItIsTrue();
    void facetsNarrowAndGiveBack();
    void timesAreBrushedWithTheMouse();
    void timesAreBrushedWithTheKeys();
    void aSearchIsKeptUnderAName();
    void whatIsShownIsExported_data();
    void whatIsShownIsExported();
    void whatTakesLongIsCancelled_data();
    void whatTakesLongIsCancelled();
    void countsOfTheNewestSaySo();
    void aRewrittenLogIsAnAlarm();
    void aChangedCopyIsAnAlarm();
    void noSuchEventIsSaid();
    void theCopySaysNothingOnTheDisk();
    void aCopyThatCannotBeUsedIsPutAside();
    void whatIsSeenIsInBothThemes_data();
    void whatIsSeenIsInBothThemes();
};

void AuditJourney::anEventIsFoundAndProved()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(console.write(QStringLiteral("auditSearch"), QStringLiteral("floodgates")));
    QTRY_COMPARE(rowCount(console), 1);
    QTRY_COMPARE(console.textOf(QStringLiteral("auditShown")), QStringLiteral("1 shown"));
    QVERIFY(console.select(QStringLiteral("eventsTable"), QStringLiteral("floodgates")));
    QTRY_VERIFY(console.textOf(QStringLiteral("eventTitle")).startsWith(QStringLiteral("417 ")));
    QVERIFY(console.textOf(QStringLiteral("eventProof")).startsWith(QStringLiteral("✓ Proved")));
    QVERIFY(!console.textOf(QStringLiteral("eventProof")).contains(QStringLiteral("Verified at")));
    QVERIFY(console.click(QStringLiteral("verifyEventButton")));
    QTRY_VERIFY(
        console.textOf(QStringLiteral("eventProof")).contains(QStringLiteral("Verified at")));
    QVERIFY(console.textOf(QStringLiteral("eventSteps")).contains(QStringLiteral("of 640 events")));
    QVERIFY(console.click(QStringLiteral("copyProofButton")));
    const QString proof = QGuiApplication::clipboard()->text();
    QVERIFY(proof.startsWith(QStringLiteral("seq 417\nsize 640\nroot ")));
    QVERIFY(proof.contains(QStringLiteral("Open the floodgates")));
    QVERIFY(support::troubles(console).isEmpty());
    QVERIFY(console.banners().join(u' ').contains(QStringLiteral("lies in a file beside it")));
}

// The name that the entry commits to, an address that was erased, and a name that is made up.
void AuditJourney::whoItWasIsShownAsFarAsItIsTrue()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().personal = {{417, "p1", core::toBase64(std::string(32, 's')), "Ada Lovelace"}};
    QVERIFY(enter(console));
    QVERIFY(console.write(QStringLiteral("auditSearch"), QStringLiteral("floodgates")));
    QTRY_COMPARE(rowCount(console), 1);
    QVERIFY(console.select(QStringLiteral("eventsTable"), QStringLiteral("floodgates")));
    const auto person = [&] { return console.textOf(QStringLiteral("eventPerson")); };
    QTRY_COMPARE(person(),
        QStringLiteral("Person: Ada Lovelace · From: erased, or not given by the server"));
    console.cms().personal.front().value = "Mallory";
    QVERIFY(console.click(QStringLiteral("verifyEventButton")));
    QTRY_COMPARE(person(),
        QStringLiteral("Person: ✗ the server gives what was not logged · From: erased, or not "
                       "given by the server"));
    console.cms().personal.clear();
    QVERIFY(console.click(QStringLiteral("verifyEventButton")));
    QTRY_COMPARE(person(),
        QStringLiteral("Person: erased, or not given by the server · From: erased, or not given by "
                       "the server"));
    console.cms().failAlways(
        "personalValues", {core::ErrorKind::Offline, "offline", {}, {}, {}, {}});
    QVERIFY(console.click(QStringLiteral("verifyEventButton")));
    QTRY_COMPARE(person(), QStringLiteral("The server does not say who it was."));
}

void AuditJourney::facetsNarrowAndGiveBack()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(choose(console, "Bob Byrne"));
    QTRY_COMPARE(rowCount(console), eventCount / 4);
    QTRY_VERIFY(facet(console, "✓ Bob Byrne"));
    // The others can still be chosen.
    QVERIFY(facet(console, "Carol Chen"));
    QVERIFY(choose(console, "denied"));
    QTRY_VERIFY(rowCount(console) < 20);
    QTRY_VERIFY(facet(console, "✓ denied"));
    QCOMPARE(console.textOf(QStringLiteral("auditShown")),
        QStringLiteral("%1 shown").arg(rowCount(console)));
    auto *tree = console.find<views::FacetTree>(QStringLiteral("auditFacets"));
    tree->setCurrentItem(facet(console, "✓ denied"));
    QTest::keyClick(tree, Qt::Key_Space);
    QTRY_COMPARE(rowCount(console), eventCount / 4);
    QVERIFY(console.click(QStringLiteral("clearFiltersButton")));
    QTRY_COMPARE(rowCount(console), 500);
    QVERIFY(!console.find<QPushButton>(QStringLiteral("clearFiltersButton")));
}

void AuditJourney::timesAreBrushedWithTheMouse()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    auto *histogram = console.find<views::TimeHistogram>(QStringLiteral("auditHistogram"));
    QVERIFY(histogram);
    const int y = histogram->height() / 2;
    QTest::mousePress(histogram, Qt::LeftButton, {}, {14, y});
    QTest::mouseMove(histogram, {histogram->width() / 2, y});
    QTest::mouseRelease(histogram, Qt::LeftButton, {}, {histogram->width() / 2, y});
    QTRY_VERIFY(rowCount(console) < 220 && rowCount(console) > 50);
    QVERIFY(console.rowsOf(QStringLiteral("eventsTable")).last().startsWith(QStringLiteral("0 |")));
    QTest::keyClick(histogram, Qt::Key_Escape);
    QTRY_COMPARE(rowCount(console), 500);
}

void AuditJourney::timesAreBrushedWithTheKeys()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    auto *histogram = console.find<views::TimeHistogram>(QStringLiteral("auditHistogram"));
    QTRY_VERIFY(!histogram->currentText().isEmpty());
    histogram->setFocus();
    QTest::keyClick(histogram, Qt::Key_Home);
    QCOMPARE(histogram->currentText(), QStringLiteral("1 Nov 2026: 11 events"));
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(histogram);
    QCOMPARE(spoken->text(QAccessible::Description), histogram->currentText());
    QTest::keyClick(histogram, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(histogram, Qt::Key_Return);
    QTRY_VERIFY(rowCount(console) < 30);
    const auto shown = rowCount(console);
    QTRY_COMPARE(
        console.textOf(QStringLiteral("auditShown")), QStringLiteral("%1 shown").arg(shown));
    // Two days are shown by the hour.
    QTRY_VERIFY(histogram->currentText().contains(QStringLiteral(":")));
    QTest::keyClick(histogram, Qt::Key_Escape);
    QTRY_COMPARE(rowCount(console), 500);
}

void AuditJourney::aSearchIsKeptUnderAName()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(choose(console, "denied"));
    QTRY_VERIFY(rowCount(console) < 50);
    const auto shown = rowCount(console);
    auto *button = console.find<QToolButton>(QStringLiteral("savedSearchesButton"));
    QVERIFY(button);
    const auto actionOf = [&](const QString &text) -> QAction * {
        Q_EMIT button->menu()->aboutToShow();
        for (QAction *action : button->menu()->actions()) {
            if (action->text() == text)
                return action;
        }
        return nullptr;
    };
    QVERIFY(actionOf(QStringLiteral("Save Search…"))->isEnabled());
    actionOf(QStringLiteral("Save Search…"))->trigger();
    QVERIFY(console.answerPrompt(QStringLiteral("Denied & done")));
    // With the connection that it belongs to, not with all of them.
    const QDir folder(console.composition().dataFolder());
    const auto keeps = [&folder](const QString &name) {
        return QSettings(folder.filePath(name), QSettings::IniFormat)
            .contains(QStringLiteral("audit/searches"));
    };
    const auto isKept = [&] {
        const QStringList layouts = folder.entryList({QStringLiteral("layout-*.ini")});
        return std::ranges::any_of(layouts, keeps);
    };
    QTRY_VERIFY(isKept());
    QVERIFY(!keeps(QStringLiteral("console.ini")));
    QVERIFY(console.click(QStringLiteral("clearFiltersButton")));
    QTRY_COMPARE(rowCount(console), 500);
    QAction *kept = actionOf(QStringLiteral("Denied && done"));
    QVERIFY(kept);
    kept->trigger();
    QTRY_COMPARE(rowCount(console), shown);
    QTRY_VERIFY(facet(console, "✓ denied"));
}

void AuditJourney::whatIsShownIsExported_data()
{
    QTest::addColumn<QString>("suffix");
    for (const char *suffix : {"csv", "ndjson", "ocsf.ndjson", "cloudevents.ndjson"})
        QTest::newRow(suffix) << QString::fromLatin1(suffix);
}

void AuditJourney::whatIsShownIsExported()
{
    QFETCH(QString, suffix);
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(choose(console, "denied"));
    QTRY_VERIFY(rowCount(console) < 50);
    const auto shown = rowCount(console);
    QTemporaryDir folder;
    QVERIFY(console.trigger(QStringLiteral("exportEvents")));
    auto *dialog = console.window().findChild<QFileDialog *>(QStringLiteral("exportDialog"));
    QVERIFY(dialog);
    const auto chosen = dialog->nameFilters().filter(QStringLiteral("(*.") + suffix);
    QCOMPARE(chosen.size(), 1);
    Q_EMIT dialog->filterSelected(chosen.first());
    QCOMPARE(dialog->defaultSuffix(), suffix);
    QVERIFY(dialog->selectedFiles().value(0).endsWith(QStringLiteral("/events.") + suffix));
    const QString file = folder.filePath(QStringLiteral("denied.") + suffix);
    Q_EMIT dialog->fileSelected(file);
    dialog->close();
    QTRY_COMPARE(console.textOf(QStringLiteral("auditShown")),
        QStringLiteral("%1 events exported").arg(shown));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const int header = suffix == QStringLiteral("csv") ? 1 : 0;
    QCOMPARE(qsizetype(written.readAll().count('\n')), shown + header);
}

void AuditJourney::whatTakesLongIsCancelled_data()
{
    QTest::addColumn<bool>("withKey");
    QTest::newRow("by Escape") << true;
    QTest::newRow("by the button") << false;
}

void AuditJourney::whatTakesLongIsCancelled()
{
    QFETCH(bool, withKey);
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    auto *search = console.find<QLineEdit>(QStringLiteral("auditSearch"));
    const auto button = [&console] {
        return console.find<QAbstractButton>(QStringLiteral("cancelAuditWorkButton"));
    };
    QVERIFY(!button());
    QVERIFY(console.click(QStringLiteral("verifyLogButton")));
    QVERIFY(button() && button()->isEnabled());
    QVERIFY(console.textOf(QStringLiteral("auditState")).contains(QStringLiteral("verifying")));
    if (withKey)
        QTest::keyClick(search, Qt::Key_Escape);
    else
        button()->click();
    QVERIFY(!button());
    QVERIFY(!console.textOf(QStringLiteral("auditState")).contains(QStringLiteral("verifying")));
    QVERIFY(!console.textOf(QStringLiteral("auditState")).contains(QStringLiteral("proved")));
    QVERIFY(support::troubles(console).isEmpty());
}

// Only the facet that it is about.
void AuditJourney::countsOfTheNewestSaySo()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    auto *tree = console.find<views::FacetTree>(QStringLiteral("auditFacets"));
    audit::AuditOverview overview;
    for (const auto dimension : audit::dimensions)
        overview.facets[std::size_t(dimension)] = {{"one", 3}};
    overview.partialFacets[std::size_t(audit::Dimension::Event)] = true;
    tree->show(overview, {});
    for (const auto dimension : audit::dimensions) {
        const bool isPartial = dimension == audit::Dimension::Event;
        QTreeWidgetItem *group = tree->topLevelItem(int(dimension));
        QCOMPARE(group->text(1), isPartial ? QStringLiteral("newest only") : QString());
        QCOMPARE(group->child(0)->text(1), isPartial ? QStringLiteral("≥ 3") : QStringLiteral("3"));
        QCOMPARE(
            group->data(0, Qt::AccessibleTextRole).toString().contains(QStringLiteral("newest")),
            isPartial);
    }
}

void AuditJourney::aRewrittenLogIsAnAlarm()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    auto &leaves = console.cms().auditLeaves;
    const auto honest = leaves;
    auto forged = eventNumber(101);
    forged.actor.id = "usr_alice";
    forged.reason = "It was never me";
    leaves[101] = core::toLeaf(forged).value();
    leaves.push_back(core::toLeaf(eventNumber(eventCount)).value());
    QVERIFY(console.trigger(QStringLiteral("syncLog")));
    QTRY_VERIFY(console.banners().join(u' ').contains(QStringLiteral("101")));
    QVERIFY(console.banners().join(u' ').contains(QStringLiteral("was rewritten")));
    QCOMPARE(console.textOf(QStringLiteral("auditText")), QStringLiteral("Audit log: alarm"));
    console.picture(QStringLiteral("audit-alarm"));
    // It stands, whatever the server says later.
    leaves = honest;
    QVERIFY(console.trigger(QStringLiteral("syncLog")));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(console.banners().join(u' ').contains(QStringLiteral("was rewritten")));
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QVERIFY(console.answerPrompt({}, QStringLiteral("carol")));
    QTRY_VERIFY(support::troubles(console).isEmpty());
    QVERIFY(console.trigger(QStringLiteral("syncLog")));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(support::troubles(console).isEmpty());
}

void AuditJourney::aChangedCopyIsAnAlarm()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    // As a server whose signed entry calls itself by another's number.
    console.cms().auditLeaves.push_back(console.cms().auditLeaves.back());
    QVERIFY(console.trigger(QStringLiteral("syncLog")));
    QTRY_VERIFY(console.banners().join(u' ').contains(QStringLiteral("left out or doubled")));
    QVERIFY(console.banners().join(u' ').contains(QStringLiteral("640")));
    QVERIFY(console.trigger(QStringLiteral("acknowledgeAlarm")));
    QVERIFY(console.answerPrompt({}, QStringLiteral("carol")));
    QTRY_VERIFY(support::troubles(console).isEmpty());
}

void AuditJourney::noSuchEventIsSaid()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(console.write(QStringLiteral("auditSearch"), QStringLiteral("unheardof")));
    QTRY_COMPARE(rowCount(console), 0);
    QTRY_VERIFY(console.click(QStringLiteral("emptyActionButton")));
    QTRY_COMPARE(rowCount(console), 500);
}

void AuditJourney::theCopySaysNothingOnTheDisk()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QDirIterator files(console.composition().dataFolder() + QStringLiteral("/audit"), QDir::Files,
        QDirIterator::Subdirectories);
    qint64 bytes = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        bytes += content.size();
        for (const char *word : {"SQLite", "usr_alice", "floodgates", "change_request", "CREATE"})
            QVERIFY2(!content.contains(word), qPrintable(file.fileName()));
    }
    QVERIFY(bytes > qint64(eventCount) * 1000);
}

void AuditJourney::aCopyThatCannotBeUsedIsPutAside()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QDirIterator files(console.composition().dataFolder() + QStringLiteral("/audit"),
        {QStringLiteral("log.sqlite")}, QDir::Files, QDirIterator::Subdirectories);
    QVERIFY(files.hasNext());
    const QString name = files.next();
    QVERIFY(console.signOut());
    QTRY_VERIFY(!QFile::exists(name + QStringLiteral("-wal")));
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(QByteArray(8192, 'x'));
    file.close();
    QVERIFY(console.signIn(QStringLiteral("carol")));
    QVERIFY(console.openView(QStringLiteral("audit")));
    QTRY_VERIFY(console.banners().join(u' ').contains(QStringLiteral("could not be synced")));
    QVERIFY(console.click(QStringLiteral("bannerSecondButton")));
    QVERIFY(console.answerPrompt({}, QStringLiteral("carol")));
    QTRY_COMPARE(rowCount(console), 500);
    QTRY_VERIFY(support::troubles(console).isEmpty());
    const QFileInfo info(name);
    QCOMPARE(info.dir().entryList({QStringLiteral("log.sqlite.evidence-*")}).size(), 2);
}

void AuditJourney::whatIsSeenIsInBothThemes_data()
{
    QTest::addColumn<views::Theme::Kind>("theme");
    QTest::newRow("light") << views::Theme::Kind::Light;
    QTest::newRow("dark") << views::Theme::Kind::Dark;
}

void AuditJourney::whatIsSeenIsInBothThemes()
{
    QFETCH(views::Theme::Kind, theme);
    support::Console console(theme, fill);
    QVERIFY(enter(console));
    console.picture(QStringLiteral("audit-all"));
    QVERIFY(choose(console, "Bob Byrne"));
    QTRY_COMPARE(rowCount(console), eventCount / 4);
    auto *histogram = console.find<views::TimeHistogram>(QStringLiteral("auditHistogram"));
    histogram->setFocus();
    QTest::keyClick(histogram, Qt::Key_Home);
    for (int i = 0; i < 6; ++i)
        QTest::keyClick(histogram, Qt::Key_Right, Qt::ShiftModifier);
    console.picture(QStringLiteral("audit-narrowed"));
    console.cms().auditLeaves[3] = console.cms().auditLeaves[4];
    console.cms().auditLeaves.push_back(core::toLeaf(eventNumber(eventCount)).value());
    QVERIFY(console.trigger(QStringLiteral("syncLog")));
    QTRY_VERIFY(!support::troubles(console).isEmpty());
    console.picture(QStringLiteral("audit-rewritten"));
}

QTEST_MAIN(AuditJourney)
#include "tst_auditjourney.moc"
