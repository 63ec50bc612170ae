// SPDX-License-Identifier: Apache-2.0
#include "app/console/draftkey.h"
#include "engine/core/aead.h"
#include "models/draftvault.h"
#include "models/qtconvert.h"
#include "tests/support/signinaids.h"
#include "tests/support/testcase.h"

#include <QFile>
#include <QTemporaryDir>

using namespace chancery;
using app::DraftKey;

// Where the key of the unsaved texts is: in the keychain of the desktop as soon as there is one.
class TestDraftKey : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void withoutAKeychainItIsInAFile();
    void aKeychainThatKeepsNothingLeavesItInTheFile();
    void itMovesIntoTheKeychain();
    void anothersFileIsNotTakenForIt();
    void aFileThatCannotGoIsSaid();
    void aMoveThatWasInterruptedIsEnded();
    void aLockedKeychainGivesNoOtherKey();
    void aKeychainThatNeverAnswersIsNotWaitedForForever();
    void eachFolderHasItsOwn();

private:
    QString file() const { return m_folder->filePath(QStringLiteral("drafts.key")); }
    // What a console gets that begins now; "none" while it waits.
    std::string begin(models::TokenVault *vault)
    {
        m_key = std::make_unique<DraftKey>(vault, *m_settings, file());
        std::string got = "none";
        m_key->use([&got](const core::Result<core::Secret> &key) {
            got = key ? key->reveal() : key.error().code;
        });
        while (m_mailbox->drain() > 0) { }
        return got;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<support::FakeVault> m_vault;
    std::unique_ptr<DraftKey> m_key;
};

void TestDraftKey::init()
{
    m_key.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(
        m_folder->filePath(QStringLiteral("console.ini")), QSettings::IniFormat);
    m_mailbox = std::make_shared<core::Mailbox>();
    m_vault = std::make_unique<support::FakeVault>(m_mailbox);
}

void TestDraftKey::withoutAKeychainItIsInAFile()
{
    const auto key = begin(nullptr);
    QCOMPARE(key.size(), std::size_t(core::aeadKeyBytes));
    QVERIFY(QFile::exists(file()));
    QVERIFY(m_key->isInFile());
    QCOMPARE(begin(nullptr), key);
}

void TestDraftKey::aKeychainThatKeepsNothingLeavesItInTheFile()
{
    m_vault->isMissing = true;
    const auto key = begin(m_vault.get());
    QCOMPARE(key.size(), std::size_t(core::aeadKeyBytes));
    QVERIFY(QFile::exists(file()));
    QCOMPARE(begin(m_vault.get()), key);
}

void TestDraftKey::itMovesIntoTheKeychain()
{
    const auto key = begin(nullptr); // an older console's
    QCOMPARE(begin(m_vault.get()), key);
    QVERIFY(!QFile::exists(file()));
    QCOMPARE(m_vault->tokens.size(), std::size_t(1));
    QCOMPARE(begin(m_vault.get()), key);
    QVERIFY(!QFile::exists(file()));
    QVERIFY(!m_key->isInFile());
}

// One of a folder that was copied here opens nothing, and is nobody's business.
void TestDraftKey::anothersFileIsNotTakenForIt()
{
    begin(nullptr);
    const auto key = begin(m_vault.get());
    QFile other(file());
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write(QByteArray(qsizetype(core::aeadKeyBytes), 'x'));
    other.close();
    QCOMPARE(begin(m_vault.get()), key);
    QVERIFY(QFile::exists(file()));
    QVERIFY(!m_key->isInFile());
}

// What both have is in the file all the same.
void TestDraftKey::aFileThatCannotGoIsSaid()
{
    const auto key = begin(nullptr);
    QVERIFY(QFile::copy(file(), file() + QStringLiteral(".copy")));
    QCOMPARE(begin(m_vault.get()), key);
    QVERIFY(QFile::rename(file() + QStringLiteral(".copy"), file()));
    const auto rights = QFile::permissions(m_folder->path());
    QVERIFY(
        QFile::setPermissions(m_folder->path(), QFileDevice::ReadOwner | QFileDevice::ExeOwner));
    QFile probe(m_folder->filePath(QStringLiteral("probe")));
    const bool isRoot = probe.open(QIODevice::WriteOnly); // to whom rights mean nothing
    probe.close();
    const auto again = begin(m_vault.get());
    QFile::setPermissions(m_folder->path(), rights);
    QCOMPARE(again, key);
    QCOMPARE(m_key->isInFile(), !isRoot);
}

void TestDraftKey::aMoveThatWasInterruptedIsEnded()
{
    const auto key = begin(nullptr);
    QVERIFY(QFile::copy(file(), file() + QStringLiteral(".copy")));
    QCOMPARE(begin(m_vault.get()), key);
    QVERIFY(QFile::rename(file() + QStringLiteral(".copy"), file()));
    QCOMPARE(begin(m_vault.get()), key);
    QVERIFY(!QFile::exists(file()));
}

void TestDraftKey::aLockedKeychainGivesNoOtherKey()
{
    QCOMPARE(begin(m_vault.get()).size(), std::size_t(core::aeadKeyBytes));
    const auto kept = std::exchange(m_vault->tokens, {});
    QCOMPARE(begin(m_vault.get()), std::string("keychain-key-missing"));
    QVERIFY(!QFile::exists(file()));
    m_vault->tokens = kept;
    QCOMPARE(begin(m_vault.get()).size(), std::size_t(core::aeadKeyBytes));
}

void TestDraftKey::aKeychainThatNeverAnswersIsNotWaitedForForever()
{
    QCOMPARE(begin(m_vault.get()).size(), std::size_t(core::aeadKeyBytes));
    m_vault->isLocked = true;
    m_key = std::make_unique<DraftKey>(m_vault.get(), *m_settings, file());
    m_key->setPatience(std::chrono::milliseconds(1));
    std::string got;
    m_key->use([&got](const core::Result<core::Secret> &key) {
        got = key ? key->reveal() : key.error().code;
    });
    QTRY_COMPARE(got, std::string("keychain-key-missing"));
}

void TestDraftKey::eachFolderHasItsOwn()
{
    const auto key = begin(m_vault.get());
    const auto tokens = m_vault->tokens;
    init();
    m_vault->tokens = tokens;
    QVERIFY(begin(m_vault.get()) != key);
    QCOMPARE(m_vault->tokens.size(), std::size_t(2));
}

QTEST_GUILESS_MAIN(TestDraftKey)
#include "tst_draftkey.moc"
