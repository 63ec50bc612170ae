// SPDX-License-Identifier: Apache-2.0
#include "models/editingsession.h"
#include "models/mailpump.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using models::EditingSession;
using State = models::EditingSession::DraftState;

class EditingSessionTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsWhatIsLive();
    void savesTheDraftByItself();
    void conflictKeepsTheTextUntilSomebodyDecides();
    void failedSaveCanBeRepeated();
    void draftIsFoundAgain();
    void discardGoesBackToLive();
    void submitSavesFirstAndClosesTheDraft();
    void movedHeadMakesTheDraftOutdated();
    void missingHeadIsAFirstVersion();
    void destroyedWhileLoading();

private:
    std::unique_ptr<EditingSession> open(const std::string &path = "shop/gateway/limits");

    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<models::MailPump> m_pump;
    std::unique_ptr<support::ScriptedCms> m_cms;
};

void EditingSessionTest::init()
{
    m_mailbox = std::make_shared<core::Mailbox>();
    m_pump = std::make_unique<models::MailPump>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->actAs("alice");
}

void EditingSessionTest::cleanup()
{
    m_cms.reset();
    m_pump.reset();
}

std::unique_ptr<EditingSession> EditingSessionTest::open(const std::string &path)
{
    models::Permissions permissions{m_cms->current->principal, m_cms->current->permissions};
    auto session = std::make_unique<EditingSession>(*m_cms, *m_cms->configAt(path),
        core::EnvironmentId("prod"), permissions, std::chrono::milliseconds(1));
    session->load();
    return QTest::qWaitFor([&] { return session->isLoaded(); }) ? std::move(session) : nullptr;
}

void EditingSessionTest::showsWhatIsLive()
{
    const auto session = open();
    QVERIFY(session);
    QVERIFY(session->text().contains(QStringLiteral("320")));
    QVERIFY(!session->isModified());
    QVERIFY(session->draftState() == State::None);
    QTRY_VERIFY(!session->schemaText().isEmpty());
}

void EditingSessionTest::savesTheDraftByItself()
{
    const auto session = open();
    session->setText(QStringLiteral("{}"));
    QVERIFY(session->draftState() == State::Unsaved);
    QTRY_VERIFY(session->draftState() == State::Saved);
    QCOMPARE(m_cms->drafts.size(), std::size_t(1));
    QCOMPARE(m_cms->drafts.front().text, std::string("{}"));
    session->setText(QStringLiteral("{ }"));
    QTRY_COMPARE(m_cms->drafts.front().text, std::string("{ }"));
    QCOMPARE(m_cms->callCount("createDraft"), 1);
}

void EditingSessionTest::conflictKeepsTheTextUntilSomebodyDecides()
{
    const auto session = open();
    session->setText(QStringLiteral("{1}"));
    QTRY_VERIFY(session->draftState() == State::Saved);
    m_cms->drafts.front().etag = core::ETag("elsewhere");
    m_cms->drafts.front().text = "theirs";
    session->setText(QStringLiteral("{2}"));
    QTRY_VERIFY(session->draftState() == State::Conflict);
    QCOMPARE(session->text(), QStringLiteral("{2}"));
    QCOMPARE(m_cms->drafts.front().text, std::string("theirs"));
    session->keepMine();
    QTRY_VERIFY(session->draftState() == State::Saved);
    QCOMPARE(m_cms->drafts.front().text, std::string("{2}"));
}

void EditingSessionTest::failedSaveCanBeRepeated()
{
    const auto session = open();
    m_cms->failNext("createDraft", support::anError(core::ErrorKind::Offline));
    session->setText(QStringLiteral("{3}"));
    QTRY_VERIFY(session->draftState() == State::Failed);
    QCOMPARE(session->text(), QStringLiteral("{3}"));
    session->saveNow();
    QTRY_VERIFY(session->draftState() == State::Saved);
}

void EditingSessionTest::draftIsFoundAgain()
{
    auto first = open();
    first->setText(QStringLiteral("{4}"));
    QTRY_VERIFY(first->draftState() == State::Saved);
    first.reset();
    const auto second = open();
    QCOMPARE(second->text(), QStringLiteral("{4}"));
    QVERIFY(second->isModified());
    QVERIFY(second->draftState() == State::Saved);
}

void EditingSessionTest::discardGoesBackToLive()
{
    const auto session = open();
    session->setText(QStringLiteral("{5}"));
    QTRY_VERIFY(session->draftState() == State::Saved);
    QSignalSpy replaced(session.get(), &EditingSession::textReplaced);
    session->discard();
    QVERIFY(!session->isModified());
    QCOMPARE(replaced.count(), 1);
    QTRY_VERIFY(m_cms->drafts.empty());
}

void EditingSessionTest::submitSavesFirstAndClosesTheDraft()
{
    const auto session = open();
    QSignalSpy submitted(session.get(), &EditingSession::submitted);
    session->setText(QStringLiteral("{6}"));
    session->submit({QStringLiteral("Title"), QStringLiteral("Reason"), {}});
    QTRY_COMPARE(submitted.count(), 1);
    QCOMPARE(m_cms->requests.back().items.front().text, std::string("{6}"));
    QVERIFY(m_cms->requests.back().state == core::RequestState::Open);
    QTRY_VERIFY(m_cms->drafts.empty());
    QVERIFY(!session->isModified());
}

void EditingSessionTest::movedHeadMakesTheDraftOutdated()
{
    const auto session = open();
    session->setText(QStringLiteral("{7}"));
    QTRY_VERIFY(session->draftState() == State::Saved);
    m_cms->publish("shop/gateway/limits", "prod", "{\"new\":1}", "alice", "Meanwhile");
    session->reloadLive();
    QTRY_VERIFY(session->isOutdated());
    QCOMPARE(session->text(), QStringLiteral("{7}"));
    session->rebase();
    QTRY_VERIFY(session->draftState() == State::Saved);
    QVERIFY(!session->isOutdated());
}

void EditingSessionTest::missingHeadIsAFirstVersion()
{
    m_cms->addConfig("shop/new", core::Format::Json);
    const auto session = open("shop/new");
    QVERIFY(session);
    QVERIFY(!session->head());
    QVERIFY(session->text().isEmpty());
}

void EditingSessionTest::destroyedWhileLoading()
{
    m_cms->hang("versionText");
    models::Permissions permissions{m_cms->current->principal, m_cms->current->permissions};
    auto session = std::make_unique<EditingSession>(
        *m_cms, *m_cms->configAt("shop/flags"), core::EnvironmentId("prod"), permissions);
    session->load();
    QTRY_COMPARE(m_cms->callCount("versionText"), 1);
    session.reset();
    m_cms->release();
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_cms->callCount("getVersion"), 0);
}

QTEST_GUILESS_MAIN(EditingSessionTest)
#include "tst_editingsession.moc"
