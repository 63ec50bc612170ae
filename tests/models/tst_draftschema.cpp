// SPDX-License-Identifier: Apache-2.0
#include "models/editingsession.h"
#include "models/mailpump.h"
#include "models/qtconvert.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

#include <QDir>
#include <QTemporaryDir>

using namespace chancery;
using models::EditingSession;
using State = models::EditingSession::DraftState;

namespace {

constexpr auto path = "shop/gateway/limits";
const core::SchemaId wanted("sch_wanted");
const core::SchemaId another("sch_another");

} // namespace

// Which schema a change is to bring belongs to its draft: whoever comes back to it finds it chosen,
// whatever happened to the console or to the draft meanwhile.
class DraftSchemaTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theChoiceComesBackWithTheDraft();
    void aChoiceAloneIsSubmitted();
    void whatIsTakenBackLeavesNoDraft();
    void whatIsTakenBackLeavesTheText();
    void aChoiceDuringTheSaveIsSavedToo();
    void whoChoseNothingGoesAlongWithTheOtherWindow();
    void whoChoseKeepsTheirs();
    void offlineItIsKeptHere();
    void aParkedDraftKeepsIt();
    void whatHasBecomeLiveIsChosenNoMore();
    void aReadingDoesNotTakeItAway();
    void nothingIsSavedAgainAndAgain();

private:
    std::unique_ptr<EditingSession> open();
    bool saved(EditingSession &session)
    {
        return QTest::qWaitFor([&] { return session.draftState() == State::Saved; });
    }
    core::Draft &draft() { return m_cms->drafts.front(); }
    // What another window made of it.
    void saveElsewhere(const std::string &text, const std::optional<core::SchemaId> &schema)
    {
        draft().text = text;
        draft().schema = schema;
        draft().etag = core::ETag("elsewhere");
    }
    bool merged(EditingSession &session, const QString &text)
    {
        session.readMerge();
        if (!QTest::qWaitFor([&session] { return session.mergeTexts().has_value(); }))
            return false;
        session.useMerged(text);
        return saved(session);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    core::SystemClock m_clock;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<models::MailPump> m_pump;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<core::Executor> m_storage;
    std::unique_ptr<models::DraftKeeper> m_keeper;
};

void DraftSchemaTest::init()
{
    m_mailbox = std::make_shared<core::Mailbox>();
    m_pump = std::make_unique<models::MailPump>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    for (const auto &id : {wanted, another})
        m_cms->schemaTexts[id.text()] = "{}";
    m_cms->actAs("alice");
    m_folder = std::make_unique<QTemporaryDir>();
    m_storage = std::make_unique<core::Executor>(m_mailbox);
    m_keeper = std::make_unique<models::DraftKeeper>(*m_storage, m_clock,
        models::VaultSetup{
            m_folder->path().toStdString(), core::Secret(std::string(32, 'k')), "local"},
        core::PrincipalId("usr_alice"));
}

void DraftSchemaTest::cleanup()
{
    m_keeper.reset();
    m_storage.reset();
    m_cms.reset();
    m_pump.reset();
}

std::unique_ptr<EditingSession> DraftSchemaTest::open()
{
    models::Permissions permissions{m_cms->current->principal, m_cms->current->permissions};
    auto session = std::make_unique<EditingSession>(*m_cms, *m_cms->configAt(path),
        core::EnvironmentId("prod"), permissions, m_keeper.get(),
        EditingSession::Delays{std::chrono::milliseconds(1), std::chrono::milliseconds(1)});
    session->load();
    return QTest::qWaitFor([&] { return session->isLoaded(); }) ? std::move(session) : nullptr;
}

void DraftSchemaTest::theChoiceComesBackWithTheDraft()
{
    auto first = open();
    first->setText(QStringLiteral("{1}"));
    first->chooseSchema(wanted);
    QVERIFY(saved(*first));
    QVERIFY(draft().schema == wanted);
    first.reset();
    const auto second = open();
    QVERIFY(second->chosenSchema() == wanted);
    QVERIFY(second->schema() == wanted);
    QCOMPARE(second->text(), QStringLiteral("{1}"));
    QVERIFY(second->draftState() == State::Saved);
    QTRY_VERIFY(second->loadedSchema() == wanted);
}

void DraftSchemaTest::aChoiceAloneIsSubmitted()
{
    auto first = open();
    first->chooseSchema(wanted);
    QVERIFY(saved(*first));
    QCOMPARE(draft().text, models::fromQt(first->liveText()));
    first.reset();
    const auto session = open();
    QVERIFY(!session->isModified() && isChange(*session));
    session->submit({QStringLiteral("Title"), QStringLiteral("Reason"), {}});
    QTRY_VERIFY(!m_cms->requests.empty() && m_cms->requests.back().items.front().schema == wanted);
    QTRY_VERIFY(m_cms->drafts.empty());
    QVERIFY(!session->chosenSchema());
}

void DraftSchemaTest::whatIsTakenBackLeavesNoDraft()
{
    const auto session = open();
    session->chooseSchema(wanted);
    QVERIFY(saved(*session));
    session->chooseSchema({});
    QTRY_VERIFY(m_cms->drafts.empty());
    QVERIFY(session->draftState() == State::None);
    QVERIFY(!isChange(*session));
    // The bound one is none.
    session->chooseSchema(session->boundSchema());
    QVERIFY(!isChange(*session));
}

void DraftSchemaTest::whatIsTakenBackLeavesTheText()
{
    auto session = open();
    session->setText(QStringLiteral("{2}"));
    session->chooseSchema(wanted);
    QVERIFY(saved(*session));
    session->chooseSchema({});
    QTRY_VERIFY(!draft().schema);
    QCOMPARE(draft().text, std::string("{2}"));
    session.reset();
    session = open();
    QVERIFY(!session->chosenSchema());
    QCOMPARE(session->text(), QStringLiteral("{2}"));
}

void DraftSchemaTest::aChoiceDuringTheSaveIsSavedToo()
{
    const auto session = open();
    m_cms->hang("createDraft");
    session->setText(QStringLiteral("{3}"));
    QTRY_COMPARE(m_cms->callCount("createDraft"), 1);
    session->chooseSchema(wanted);
    m_cms->release();
    QTRY_VERIFY(!m_cms->drafts.empty() && draft().schema == wanted);
    QVERIFY(saved(*session));
}

// Two windows: one has written on, the other has chosen.
void DraftSchemaTest::whoChoseNothingGoesAlongWithTheOtherWindow()
{
    const auto session = open();
    session->setText(QStringLiteral("{4}"));
    QVERIFY(saved(*session));
    saveElsewhere("{4}", wanted);
    session->setText(QStringLiteral("{5}"));
    QTRY_VERIFY(session->draftState() == State::Conflict);
    QVERIFY(merged(*session, QStringLiteral("{5}")));
    QVERIFY(session->chosenSchema() == wanted);
    QVERIFY(draft().schema == wanted);
    QCOMPARE(draft().text, std::string("{5}"));
}

void DraftSchemaTest::whoChoseKeepsTheirs()
{
    const auto session = open();
    session->setText(QStringLiteral("{6}"));
    QVERIFY(saved(*session));
    saveElsewhere("{6}", another);
    session->chooseSchema(wanted);
    QTRY_VERIFY(session->draftState() == State::Conflict);
    QVERIFY(draft().schema == another); // nothing is overwritten before somebody has decided
    QVERIFY(merged(*session, QStringLiteral("{6}")));
    QVERIFY(draft().schema == wanted);
}

void DraftSchemaTest::offlineItIsKeptHere()
{
    m_cms->failAlways("createDraft", support::anError(core::ErrorKind::Offline));
    auto session = open();
    session->chooseSchema(wanted);
    QTRY_VERIFY(session->draftState() == State::Failed && m_keeper->isAtRest()
        && QDir(m_folder->path()).entryList(QDir::Files).size() == 1);
    session.reset();
    m_cms->heal();
    session = open();
    QTRY_VERIFY(session->offer());
    QVERIFY(session->offer()->schema == wanted);
    QVERIFY(!session->chosenSchema());
    session->restore();
    QVERIFY(session->chosenSchema() == wanted);
    QTRY_VERIFY(!m_cms->drafts.empty() && draft().schema == wanted);
    QTRY_COMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 0);
}

void DraftSchemaTest::aParkedDraftKeepsIt()
{
    auto session = open();
    session->setText(QStringLiteral("{7}"));
    session->chooseSchema(wanted);
    QVERIFY(saved(*session));
    draft().parkedAs = "Parked";
    m_cms->publish(path, "prod", "{\"back\":1}", "alice", "Back");
    session->reloadLive();
    QTRY_VERIFY(session->draftState() == State::None && !session->chosenSchema());
    QVERIFY(draft().schema == wanted);
    session->restore();
    QVERIFY(session->chosenSchema() == wanted);
    QTRY_COMPARE(m_cms->drafts.size(), std::size_t(2));
    QVERIFY(m_cms->drafts.back().schema == wanted);
}

void DraftSchemaTest::whatHasBecomeLiveIsChosenNoMore()
{
    const auto session = open();
    session->chooseSchema(wanted);
    QVERIFY(saved(*session));
    for (core::Head &head : m_cms->heads) {
        if (head.config == session->config().id && head.environment.text() == "prod")
            head.schema = wanted;
    }
    session->reloadLive();
    QTRY_VERIFY(session->boundSchema() == wanted);
    QTRY_VERIFY(!session->loading().isRunning());
    QVERIFY(!session->chosenSchema() && !isChange(*session));
    QCOMPARE(m_cms->callCount("updateDraft"), 0);
}

// Live is read again before the choice has been saved.
void DraftSchemaTest::aReadingDoesNotTakeItAway()
{
    const auto session = open();
    m_cms->hang("createDraft");
    session->chooseSchema(wanted);
    QTRY_COMPARE(m_cms->callCount("createDraft"), 1);
    const int before = m_cms->callCount("listDrafts");
    session->reloadLive();
    QTRY_VERIFY(m_cms->callCount("listDrafts") > before);
    QTRY_VERIFY(!session->loading().isRunning());
    QVERIFY(session->chosenSchema() == wanted);
    m_cms->release();
    QVERIFY(saved(*session));
    QVERIFY(draft().schema == wanted);
}

void DraftSchemaTest::nothingIsSavedAgainAndAgain()
{
    const auto session = open();
    session->chooseSchema(wanted);
    QVERIFY(saved(*session));
    draft().schema.reset(); // as a server that does not know of it would have it
    session->setText(QStringLiteral("{8}"));
    QTRY_COMPARE(m_cms->callCount("updateDraft"), 1);
    QVERIFY(saved(*session));
    session->saveNow();
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_cms->callCount("updateDraft"), 1);
}

QTEST_GUILESS_MAIN(DraftSchemaTest)
#include "tst_draftschema.moc"
