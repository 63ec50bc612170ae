// SPDX-License-Identifier: Apache-2.0
#include "models/editingsession.h"
#include "models/mailpump.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

#include <QDir>
#include <QTemporaryDir>

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
    void textIsReadWhenItIsToBeSaved();
    void undoneEditIsNeitherSavedNorSubmitted();
    void conflictKeepsTheTextUntilSomebodyDecides();
    void failedSaveCanBeRepeated();
    void draftIsFoundAgain();
    void discardGoesBackToLive();
    void submitSavesFirstAndClosesTheDraft();
    void whatIsWrittenDuringTheSubmissionStays();
    void discardWaitsForTheSaveUnderWay();
    void movedHeadMakesTheDraftOutdated();
    void missingHeadIsAFirstVersion();
    void destroyedWhileLoading();
    void unsavedTextIsKeptOfferedAndRestored();
    void textThatReachedTheServerIsForgotten();
    void droppedOfferIsForgotten();
    void offerOutlivesWhatIsTypedBesideIt();
    void bothTextsAreKept();
    void restoredAgainstAnotherDraftIsAConflict();
    void restoredOnAnOlderBaseIsOutdated();
    void conflictOnADraftNeverSeenCanBeKept();
    void unusableKeyIsSaid();
    void closedSessionStillHandsOverItsText();

private:
    static EditingSession::Delays delays()
    {
        return {std::chrono::milliseconds(1), std::chrono::milliseconds(1)};
    }
    std::unique_ptr<EditingSession> open(const std::string &path = "shop/gateway/limits");

    std::unique_ptr<models::DraftKeeper> keeper();
    // Answers a merge with what is written here, as it is.
    static bool takeMine(EditingSession &session)
    {
        session.readMerge();
        const bool isRead
            = QTest::qWaitFor([&session] { return session.mergeTexts().has_value(); });
        session.useMerged(session.text());
        return isRead;
    }
    void failSaving()
    {
        for (const char *method : {"createDraft", "updateDraft"})
            m_cms->failAlways(method, support::anError(core::ErrorKind::Offline));
    }
    int keptCount() const { return int(QDir(m_folder->path()).entryList(QDir::Files).size()); }
    // Types offline, waits for the file and dies.
    bool leaveUnsaved(const QString &text);

    core::Result<core::Secret> m_key = core::Secret(std::string(32, 'k'));
    std::unique_ptr<QTemporaryDir> m_folder;
    core::SystemClock m_clock;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<models::MailPump> m_pump;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<core::Executor> m_storage;
    std::unique_ptr<models::DraftKeeper> m_keeper;
};

void EditingSessionTest::init()
{
    m_mailbox = std::make_shared<core::Mailbox>();
    m_pump = std::make_unique<models::MailPump>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->actAs("alice");
    m_folder = std::make_unique<QTemporaryDir>();
    m_storage = std::make_unique<core::Executor>(m_mailbox);
    m_key = core::Secret(std::string(32, 'k'));
    m_keeper = keeper();
}

std::unique_ptr<models::DraftKeeper> EditingSessionTest::keeper()
{
    return std::make_unique<models::DraftKeeper>(*m_storage, m_clock,
        models::VaultSetup{m_folder->path().toStdString(), m_key, "local"},
        core::PrincipalId("usr_alice"));
}

void EditingSessionTest::cleanup()
{
    m_keeper.reset();
    m_storage.reset();
    m_cms.reset();
    m_pump.reset();
}

std::unique_ptr<EditingSession> EditingSessionTest::open(const std::string &path)
{
    models::Permissions permissions{m_cms->current->principal, m_cms->current->permissions};
    auto session = std::make_unique<EditingSession>(*m_cms, *m_cms->configAt(path),
        core::EnvironmentId("prod"), permissions, m_keeper.get(), delays());
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

void EditingSessionTest::textIsReadWhenItIsToBeSaved()
{
    const auto session = open();
    QString written;
    int reads = 0;
    session->setTextSource([&] {
        ++reads;
        return written;
    });
    for (int i = 0; i < 100; ++i) {
        written += u'a';
        session->textEdited();
        QVERIFY(session->isModified());
    }
    QCOMPARE(reads, 0);
    QTRY_VERIFY(session->draftState() == State::Saved);
    QCOMPARE(m_cms->drafts.front().text, std::string(100, 'a'));
    QCOMPARE(reads, 1);
    QCOMPARE(session->text(), written);
    QCOMPARE(reads, 1);
}

void EditingSessionTest::undoneEditIsNeitherSavedNorSubmitted()
{
    const auto session = open();
    QSignalSpy submitted(session.get(), &EditingSession::submitted);
    const QString live = session->liveText();
    session->setTextSource([&] { return live; });
    session->textEdited();
    session->submit({QStringLiteral("Title"), QStringLiteral("Reason"), {}});
    QVERIFY(session->draftState() == State::None);
    QVERIFY(!session->isModified());
    QVERIFY(m_cms->drafts.empty());
    // The next edit is nobody's submission.
    session->setText(QStringLiteral("{20}"));
    QTRY_VERIFY(session->draftState() == State::Saved);
    QCOMPARE(submitted.count(), 0);
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
    QVERIFY(takeMine(*session));
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

void EditingSessionTest::whatIsWrittenDuringTheSubmissionStays()
{
    const auto session = open();
    QSignalSpy submitted(session.get(), &EditingSession::submitted);
    session->setText(QStringLiteral("{21}"));
    QTRY_VERIFY(session->draftState() == State::Saved);
    m_cms->hang("createChangeRequest");
    session->submit({QStringLiteral("Title"), QStringLiteral("Reason"), {}});
    QTRY_COMPARE(m_cms->callCount("createChangeRequest"), 1);
    session->setText(QStringLiteral("{22}"));
    m_cms->release();
    QTRY_COMPARE(submitted.count(), 1);
    QCOMPARE(m_cms->requests.back().items.front().text, std::string("{21}"));
    QCOMPARE(session->text(), QStringLiteral("{22}"));
    QTRY_COMPARE(m_cms->drafts.front().text, std::string("{22}"));
}

void EditingSessionTest::discardWaitsForTheSaveUnderWay()
{
    const auto session = open();
    const QString live = session->liveText();
    session->setText(QStringLiteral("{23}"));
    QTRY_VERIFY(session->draftState() == State::Saved);
    m_cms->hang("updateDraft");
    session->setText(QStringLiteral("{24}"));
    QTRY_COMPARE(m_cms->callCount("updateDraft"), 1);
    session->discard();
    m_cms->release();
    QTRY_VERIFY(m_cms->drafts.empty());
    QVERIFY(session->draftState() == State::None);
    QCOMPARE(session->text(), live);
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
    QVERIFY(takeMine(*session));
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
    auto session = std::make_unique<EditingSession>(*m_cms, *m_cms->configAt("shop/flags"),
        core::EnvironmentId("prod"), permissions, nullptr, delays());
    session->load();
    QTRY_COMPARE(m_cms->callCount("versionText"), 1);
    session.reset();
    m_cms->release();
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_cms->callCount("getVersion"), 0);
}

bool EditingSessionTest::leaveUnsaved(const QString &text)
{
    failSaving();
    auto session = open();
    session->setText(text);
    const bool isKept = QTest::qWaitFor([&] {
        return session->draftState() == State::Failed && keptCount() == 1 && m_keeper->isAtRest();
    });
    m_cms->heal();
    return isKept;
}

void EditingSessionTest::unsavedTextIsKeptOfferedAndRestored()
{
    QVERIFY(leaveUnsaved(QStringLiteral("{8}")));
    const auto session = open();
    QTRY_VERIFY(session->offer());
    QVERIFY(!session->isModified());
    QCOMPARE(session->offer()->text, std::string("{8}"));
    session->restore();
    QVERIFY(!session->offer());
    QCOMPARE(session->text(), QStringLiteral("{8}"));
    QTRY_VERIFY(session->draftState() == State::Saved);
    QCOMPARE(m_cms->drafts.front().text, std::string("{8}"));
    QTRY_COMPARE(keptCount(), 0);
}

void EditingSessionTest::textThatReachedTheServerIsForgotten()
{
    QVERIFY(leaveUnsaved(QStringLiteral("{9}")));
    m_cms->drafts.push_back({});
    core::Draft &draft = m_cms->drafts.back();
    draft.id = core::DraftId("drf_x");
    draft.config = m_cms->configAt("shop/gateway/limits")->id;
    draft.environment = core::EnvironmentId("prod");
    draft.author = m_cms->current->principal.id;
    draft.text = "{9}";
    draft.etag = core::ETag("x");
    const auto session = open();
    QTRY_COMPARE(keptCount(), 0);
    QVERIFY(!session->offer());
}

void EditingSessionTest::droppedOfferIsForgotten()
{
    QVERIFY(leaveUnsaved(QStringLiteral("{10}")));
    auto session = open();
    QTRY_VERIFY(session->offer());
    session->dropOffer();
    QVERIFY(!session->offer());
    QVERIFY(!session->isModified());
    QTRY_COMPARE(keptCount(), 0);
    QVERIFY(m_cms->drafts.empty());
}

void EditingSessionTest::offerOutlivesWhatIsTypedBesideIt()
{
    QVERIFY(leaveUnsaved(QStringLiteral("{11}")));
    auto session = open();
    QTRY_VERIFY(session->offer());
    session->setText(QStringLiteral("{other}"));
    QTRY_VERIFY(session->draftState() == State::Saved);
    QCOMPARE(keptCount(), 1);
    session.reset();
    session = open();
    QTRY_VERIFY(session->offer());
    QCOMPARE(session->offer()->text, std::string("{11}"));
}

void EditingSessionTest::bothTextsAreKept()
{
    QVERIFY(leaveUnsaved(QStringLiteral("{old}")));
    failSaving();
    auto session = open();
    QTRY_VERIFY(session->offer());
    session->setText(QStringLiteral("{new}"));
    QTRY_VERIFY(keptCount() == 2 && m_keeper->isAtRest());
    session.reset();
    session = open();
    QTRY_VERIFY(session->offer());
    QCOMPARE(session->offer()->text, std::string("{old}"));
    session->restore();
    QCOMPARE(session->text(), QStringLiteral("{old}"));
    QCOMPARE(session->offer()->text, std::string("{new}"));
    session->restore();
    QCOMPARE(session->text(), QStringLiteral("{new}"));
    QCOMPARE(session->offer()->text, std::string("{old}"));
    QTRY_VERIFY(keptCount() == 2 && m_keeper->isAtRest());
    session->dropOffer();
    m_cms->heal();
    session->saveNow();
    QTRY_VERIFY(session->draftState() == State::Saved);
    QTRY_COMPARE(keptCount(), 0);
}

void EditingSessionTest::restoredAgainstAnotherDraftIsAConflict()
{
    auto first = open();
    first->setText(QStringLiteral("{12}"));
    QTRY_VERIFY(first->draftState() == State::Saved);
    first.reset();
    QVERIFY(leaveUnsaved(QStringLiteral("{mine}")));
    m_cms->drafts.front().text = "theirs";
    m_cms->drafts.front().etag = core::ETag("elsewhere");
    const auto session = open();
    QTRY_VERIFY(session->offer());
    session->restore();
    QVERIFY(session->draftState() == State::Conflict);
    QCOMPARE(session->text(), QStringLiteral("{mine}"));
    QCOMPARE(m_cms->drafts.front().text, std::string("theirs"));
    QCOMPARE(keptCount(), 1);
    QVERIFY(takeMine(*session));
    QTRY_VERIFY(session->draftState() == State::Saved);
    QCOMPARE(m_cms->drafts.front().text, std::string("{mine}"));
    QTRY_COMPARE(keptCount(), 0);
}

void EditingSessionTest::restoredOnAnOlderBaseIsOutdated()
{
    QVERIFY(leaveUnsaved(QStringLiteral("{13}")));
    m_cms->publish("shop/gateway/limits", "prod", "{\"new\":1}", "alice", "Meanwhile");
    const auto session = open();
    QTRY_VERIFY(session->offer());
    session->restore();
    QVERIFY(session->isOutdated());
    QTRY_VERIFY(session->draftState() == State::Saved);
    QVERIFY(m_cms->drafts.front().base != session->head()->version);
}

void EditingSessionTest::conflictOnADraftNeverSeenCanBeKept()
{
    const auto session = open();
    core::Draft draft;
    draft.id = core::DraftId("drf_y");
    draft.config = session->config().id;
    draft.environment = session->environment();
    draft.author = m_cms->current->principal.id;
    draft.text = "theirs";
    draft.etag = core::ETag("y");
    m_cms->drafts.push_back(draft);
    m_cms->failNext("createDraft", support::anError(core::ErrorKind::Conflict));
    session->setText(QStringLiteral("{14}"));
    QTRY_VERIFY(session->draftState() == State::Conflict);
    QVERIFY(takeMine(*session));
    QTRY_VERIFY(session->draftState() == State::Saved);
    QCOMPARE(m_cms->drafts.front().text, std::string("{14}"));
}

void EditingSessionTest::unusableKeyIsSaid()
{
    m_key = support::anError(core::ErrorKind::Invalid, "vault-key-unusable");
    m_keeper = keeper();
    failSaving();
    const auto session = open();
    session->setText(QStringLiteral("{15}"));
    QTRY_VERIFY(m_keeper->keeping().hasFailed());
    QCOMPARE(m_keeper->keeping().error().code, std::string("vault-key-unusable"));
    QCOMPARE(session->text(), QStringLiteral("{15}"));
    QCOMPARE(keptCount(), 0);
}

void EditingSessionTest::closedSessionStillHandsOverItsText()
{
    failSaving();
    models::Permissions permissions{m_cms->current->principal, m_cms->current->permissions};
    auto session = std::make_unique<EditingSession>(*m_cms, *m_cms->configAt("shop/gateway/limits"),
        core::EnvironmentId("prod"), permissions, m_keeper.get(),
        EditingSession::Delays{std::chrono::milliseconds(1), std::chrono::hours(1)});
    session->load();
    QTRY_VERIFY(session->isLoaded() && !session->finding().isRunning());
    session->setText(QStringLiteral("{16}"));
    session.reset();
    m_keeper.reset(); // waits for the disk
    QCOMPARE(keptCount(), 1);
}

QTEST_GUILESS_MAIN(EditingSessionTest)
#include "tst_editingsession.moc"
