// SPDX-License-Identifier: Apache-2.0
#include "models/actionstate.h"
#include "models/editingsession.h"
#include "models/mailpump.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using models::EditingSession;
using State = models::EditingSession::DraftState;

// A draft that the server keeps but cannot open: the empty text in its place is never taken for it.
class ClosedDraftsTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void liveIsShownAndNothingIsWritten();
    void whatIsWrittenHereIsNeverMergedWithNothing();
    void itIsOpenAgainAndGoesOn();
    void itCanBeLetGoOf();
    void aParkedOneIsNotOffered();

private:
    void open();
    void keepDraft(bool isReadable);

    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<models::MailPump> m_pump;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<EditingSession> m_session;
};

void ClosedDraftsTest::init()
{
    m_session.reset();
    m_cms.reset();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_pump = std::make_unique<models::MailPump>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->actAs("alice");
}

void ClosedDraftsTest::keepDraft(bool isReadable)
{
    core::Draft draft;
    draft.id = core::DraftId("drf_kept");
    draft.config = m_cms->configAt("shop/gateway/limits")->id;
    draft.environment = core::EnvironmentId("prod");
    draft.author = core::PrincipalId("usr_alice");
    draft.etag = core::ETag("kept");
    draft.text = isReadable ? "{1}" : "";
    if (!isReadable)
        draft.unreadable = true;
    m_cms->drafts = {draft};
}

void ClosedDraftsTest::open()
{
    const models::Permissions permissions{m_cms->current->principal, m_cms->current->permissions};
    m_session = std::make_unique<EditingSession>(*m_cms, *m_cms->configAt("shop/gateway/limits"),
        core::EnvironmentId("prod"), permissions, nullptr,
        EditingSession::Delays{std::chrono::milliseconds(1), std::chrono::milliseconds(1)});
    m_session->load();
    QTRY_VERIFY(m_session->isLoaded());
}

void ClosedDraftsTest::liveIsShownAndNothingIsWritten()
{
    keepDraft(false);
    open();
    QVERIFY(closedDraft(*m_session).has_value());
    QVERIFY(!m_session->draft());
    QCOMPARE(m_session->text(), m_session->liveText());
    QVERIFY(!m_session->isModified());
    QVERIFY(models::editState(*m_session).whyNot.contains(QStringLiteral("cannot open it")));
    m_session->setText(QStringLiteral("{2}"));
    m_session->saveNow();
    QCOMPARE(m_cms->callCount("createDraft"), 0);
    QCOMPARE(m_cms->callCount("updateDraft"), 0);
}

void ClosedDraftsTest::whatIsWrittenHereIsNeverMergedWithNothing()
{
    keepDraft(true);
    open();
    keepDraft(false);
    m_cms->drafts.front().etag = core::ETag("elsewhere");
    m_session->setText(QStringLiteral("{2}"));
    QTRY_VERIFY(m_session->draftState() == State::Conflict);
    QVERIFY(m_session->needsMerge());
    m_session->readMerge();
    QTRY_VERIFY(closedDraft(*m_session).has_value());
    QVERIFY(!m_session->mergeTexts());
    QVERIFY(!m_session->needsMerge());
    QCOMPARE(m_session->text(), QStringLiteral("{2}"));
    QCOMPARE(m_cms->callCount("updateDraft"), 1);
}

void ClosedDraftsTest::itIsOpenAgainAndGoesOn()
{
    keepDraft(false);
    open();
    keepDraft(true);
    m_session->reloadLive();
    QTRY_COMPARE(m_session->text(), QStringLiteral("{1}"));
    QVERIFY(!closedDraft(*m_session));
    QVERIFY(models::editState(*m_session).isEnabled);
}

void ClosedDraftsTest::itCanBeLetGoOf()
{
    keepDraft(false);
    open();
    QVERIFY(models::discardState(*m_session).isEnabled);
    m_session->discard();
    QTRY_VERIFY(m_cms->drafts.empty());
    QVERIFY(!closedDraft(*m_session));
    m_session->setText(QStringLiteral("{2}"));
    QTRY_VERIFY(m_session->draftState() == State::Saved);
}

void ClosedDraftsTest::aParkedOneIsNotOffered()
{
    keepDraft(false);
    m_cms->drafts.front().parkedAs = "before";
    open();
    QVERIFY(!m_session->parked().latest());
    QVERIFY(!closedDraft(*m_session));
}

QTEST_GUILESS_MAIN(ClosedDraftsTest)
#include "tst_closeddrafts.moc"
