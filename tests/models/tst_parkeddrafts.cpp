// SPDX-License-Identifier: Apache-2.0
#include "models/draftmerge.h"
#include "models/editingsession.h"
#include "models/mailpump.h"
#include "models/qtconvert.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

using namespace chancery;
using models::EditingSession;
using State = models::EditingSession::DraftState;

namespace {

constexpr auto path = "shop/pace";

} // namespace

// GOV-29: after a rollback the editor follows live, and the draft is parked, never left as an
// unpublished change of what was rolled back.
class ParkedDraftsTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theEditorFollowsLive();
    void whatWasJustWrittenIsInTheParkedDraft();
    void aSaveThatComesTooLateDoesNotBringItBack();
    void offlineNothingIsLost();
    void itIsTakenUpAgainWithoutTheBadValue();
    void itIsFoundAgainAndDiscarded();
    void anotherConfigsParkedDraftIsNotThisOnes();
    void whoWritesNothingFollowsLive();
    void aTextThatHasNoRoomIsToldOf();

private:
    void open();
    // Live is "rate: 1" again, and all drafts of it are parked.
    void rollBack();
    void type(const QString &text);
    bool saved()
    {
        return QTest::qWaitFor([this] { return m_session->draftState() == State::Saved; });
    }
    bool followsLive()
    {
        return QTest::qWaitFor([this] {
            return m_session->text() == QStringLiteral("rate: 1\nname: n\n")
                && m_session->draftState() == State::None;
        });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    core::SystemClock m_clock;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<models::MailPump> m_pump;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<core::Executor> m_storage;
    std::unique_ptr<models::DraftKeeper> m_keeper;
    std::unique_ptr<EditingSession> m_session;
};

void ParkedDraftsTest::init()
{
    m_mailbox = std::make_shared<core::Mailbox>();
    m_pump = std::make_unique<models::MailPump>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->addConfig(path, core::Format::Yaml);
    m_cms->publish(path, "prod", "rate: 1\nname: n\n", "bob", "Begin");
    m_cms->publish(path, "prod", "rate: 9\nname: n\n", "bob", "Raise");
    m_cms->actAs("alice");
    m_folder = std::make_unique<QTemporaryDir>();
    m_storage = std::make_unique<core::Executor>(m_mailbox);
    m_keeper = std::make_unique<models::DraftKeeper>(*m_storage, m_clock,
        models::VaultSetup{
            m_folder->path().toStdString(), core::Secret(std::string(32, 'k')), "local"},
        core::PrincipalId("usr_alice"));
    open();
}

void ParkedDraftsTest::cleanup()
{
    m_session.reset();
    m_keeper.reset();
    m_storage.reset();
    m_cms.reset();
    m_pump.reset();
}

void ParkedDraftsTest::open()
{
    models::Permissions permissions{m_cms->current->principal, m_cms->current->permissions};
    m_session = std::make_unique<EditingSession>(*m_cms, *m_cms->configAt(path),
        core::EnvironmentId("prod"), permissions, m_keeper.get(),
        EditingSession::Delays{std::chrono::milliseconds(1), std::chrono::milliseconds(1)});
    m_session->load();
    QVERIFY(QTest::qWaitFor([this] { return m_session->isLoaded(); }));
}

// Four texts were found and nobody has decided on them: a fifth is not lost in silence.
void ParkedDraftsTest::aTextThatHasNoRoomIsToldOf()
{
    for (int slot = 0; slot < models::DraftKeeper::mostTexts; ++slot)
        m_keeper->keep(m_cms->configAt(path)->id, core::EnvironmentId("prod"),
            {slot, {"rate: " + std::to_string(10 + slot), {}, {}, {}}});
    QTRY_VERIFY(m_keeper->isAtRest());
    m_session.reset();
    m_cms->actAs("alice");
    open();
    QTRY_VERIFY(m_session->offer());
    m_cms->failNext("createDraft", support::anError(core::ErrorKind::Offline));
    type(QStringLiteral("rate: 99\n"));
    QTRY_VERIFY(m_keeper->keeping().hasFailed());
    QCOMPARE(m_keeper->keeping().error().code, std::string("too-many-kept"));
    QCOMPARE(m_session->text(), QStringLiteral("rate: 99\n"));
}

void ParkedDraftsTest::rollBack()
{
    m_cms->parkDrafts(
        m_cms->configAt(path)->id, core::EnvironmentId("prod"), "before rollback to v1.0.0");
    m_cms->publish(path, "prod", "rate: 1\nname: n\n", "bob", "Back");
    m_cms->actAs("alice");
}

void ParkedDraftsTest::type(const QString &text)
{
    m_session->setText(text);
}

void ParkedDraftsTest::theEditorFollowsLive()
{
    type(QStringLiteral("rate: 9\nname: mine\n"));
    QVERIFY(saved());
    rollBack();
    m_session->reloadLive();
    QVERIFY(followsLive());
    QVERIFY(!m_session->isModified() && !m_session->needsMerge());
    const core::Draft *parked = m_session->parked().latest();
    QVERIFY(parked);
    QCOMPARE(parked->text, std::string("rate: 9\nname: mine\n"));
    QCOMPARE(parked->parkedAs, std::string("before rollback to v1.0.0"));
    // Nothing is written back by itself.
    const int drafts = int(m_cms->drafts.size());
    QVERIFY(QTest::qWaitFor([this] { return !m_session->saving().isRunning(); }));
    QCOMPARE(int(m_cms->drafts.size()), drafts);
}

void ParkedDraftsTest::whatWasJustWrittenIsInTheParkedDraft()
{
    type(QStringLiteral("rate: 9\nname: mine\n"));
    QVERIFY(saved());
    rollBack();
    m_session->reloadLive(); // on its way
    type(QStringLiteral("rate: 9\nname: mine too\n"));
    QVERIFY(followsLive());
    QTRY_COMPARE(m_cms->drafts.front().text, std::string("rate: 9\nname: mine too\n"));
    QVERIFY(!m_cms->drafts.front().parkedAs.empty());
}

// The save meets a draft that is parked: it is no conflict to be merged into live.
void ParkedDraftsTest::aSaveThatComesTooLateDoesNotBringItBack()
{
    type(QStringLiteral("rate: 9\nname: mine\n"));
    QVERIFY(saved());
    rollBack();
    type(QStringLiteral("rate: 9\nname: late\n"));
    QVERIFY(QTest::qWaitFor([this] { return m_session->draftState() == State::Conflict; }));
    QVERIFY(m_session->needsMerge());
    m_session->readMerge();
    QVERIFY(followsLive());
    QVERIFY(!m_session->mergeTexts());
    QTRY_COMPARE(m_cms->drafts.front().text, std::string("rate: 9\nname: late\n"));
}

// What cannot be put into the parked draft is kept on this computer and offered the next time.
void ParkedDraftsTest::offlineNothingIsLost()
{
    type(QStringLiteral("rate: 9\nname: mine\n"));
    QVERIFY(saved());
    rollBack();
    m_cms->failAlways("updateDraft", support::anError(core::ErrorKind::Offline));
    m_session->reloadLive();
    type(QStringLiteral("rate: 9\nname: only here\n"));
    QVERIFY(followsLive());
    QTRY_VERIFY(m_session->parked().changing().hasFailed());
    m_session.reset();
    QTRY_VERIFY(!QDir(m_folder->path()).entryList(QDir::Files).isEmpty());
    open();
    QTRY_VERIFY(m_session->offer());
    QCOMPARE(m_session->offer()->text, std::string("rate: 9\nname: only here\n"));
}

void ParkedDraftsTest::itIsTakenUpAgainWithoutTheBadValue()
{
    type(QStringLiteral("rate: 9\nname: mine\n"));
    QVERIFY(saved());
    rollBack();
    m_session->reloadLive();
    QVERIFY(followsLive());
    models::DraftMerge merge(*m_session, *m_storage);
    m_session->restore();
    QTRY_COMPARE(m_session->text(), QStringLiteral("rate: 1\nname: mine\n"));
    QVERIFY(saved());
    QCOMPARE(m_cms->drafts.size(), std::size_t(2)); // the parked one stays
    QCOMPARE(m_cms->drafts.back().text, std::string("rate: 1\nname: mine\n"));
    // Somebody who writes is not overrun by it.
    m_session->restore();
    QCOMPARE(m_session->text(), QStringLiteral("rate: 1\nname: mine\n"));
}

void ParkedDraftsTest::itIsFoundAgainAndDiscarded()
{
    type(QStringLiteral("rate: 9\nname: mine\n"));
    QVERIFY(saved());
    rollBack();
    m_session.reset();
    open();
    QCOMPARE(m_session->text(), QStringLiteral("rate: 1\nname: n\n"));
    QVERIFY(m_session->parked().latest());
    m_session->dropOffer();
    QTRY_VERIFY(!m_session->parked().latest());
    QVERIFY(m_cms->drafts.empty());
}

void ParkedDraftsTest::anotherConfigsParkedDraftIsNotThisOnes()
{
    core::Draft other;
    other.id = core::DraftId("drf_other");
    other.config = m_cms->configAt("shop/gateway/limits")->id;
    other.environment = core::EnvironmentId("prod");
    other.author = m_cms->current->principal.id;
    other.parkedAs = "before";
    m_cms->drafts.push_back(other);
    m_session.reset();
    open();
    QVERIFY(!m_session->parked().latest());
}

// Without the right to edit nothing would be merged either.
void ParkedDraftsTest::whoWritesNothingFollowsLive()
{
    m_session.reset();
    m_cms->actAs("victor");
    open();
    m_cms->publish(path, "prod", "{}\n", "bob", "Meanwhile");
    m_cms->actAs("victor");
    m_session->reloadLive();
    QTRY_COMPARE(m_session->text(), QStringLiteral("{}\n"));
    QVERIFY(!m_session->isModified());
}

QTEST_GUILESS_MAIN(ParkedDraftsTest)
#include "tst_parkeddrafts.moc"
