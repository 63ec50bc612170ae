// SPDX-License-Identifier: Apache-2.0
#include "engine/core/random.h"
#include "models/atomicfile.h"
#include "models/draftvault.h"
#include "tests/support/testcase.h"

#include <QDir>
#include <QTemporaryDir>

#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace chancery;
using models::DraftVault;
using models::VaultPlace;
using models::VaultText;

namespace fs = std::filesystem;

class DraftVaultTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatWasWrittenIsRead_data();
    void whatWasWrittenIsRead();
    void nothingOfTheTextIsInTheFile();
    void nothingIsThereAtFirst();
    void removedIsGone();
    void wrongKeyIsSetAside();
    void flippedBytesAreSetAside();
    void truncatedFilesAreSetAside();
    void movedFileIsSetAside();
    void foreignFileIsSetAside();
    void fullDiskKeepsTheOlderText();
    void readOnlyFolderKeepsTheOlderText();
    void killedBeforeTheRenameLeavesTheOlderText();
    void keyIsMadeOnceForItsOwner();
    void fileThatHoldsNoKeyIsLeftAlone();

private:
    DraftVault vault() const { return DraftVault(m_folder, m_key); }
    std::string bytesOf(const fs::path &file) const { return *models::readWholeFile(file); }
    void overwrite(const fs::path &file, const std::string &bytes) const
    {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    }
    // The file is refused, kept under its other name and not met again.
    bool isSetAside(const DraftVault &vault, const VaultPlace &place) const;
    int fileCount() const
    {
        return int(std::distance(fs::directory_iterator(m_folder), fs::directory_iterator()));
    }

    std::unique_ptr<QTemporaryDir> m_parent;
    fs::path m_folder;
    core::Secret m_key;
    VaultPlace m_place;
    VaultText m_text;
};

void DraftVaultTest::init()
{
    m_parent = std::make_unique<QTemporaryDir>();
    m_folder = fs::path(m_parent->path().toStdString()) / "drafts";
    m_key = core::Secret(core::randomBytes(32));
    m_place = {"local", core::ConfigId("cfg_1"), core::EnvironmentId("prod"),
        core::PrincipalId("usr_alice")};
    m_text = {"limits:\n  perSecond: 320\n", core::VersionId("sha256:ab"), core::ETag("e7"),
        core::Instant(std::chrono::microseconds(1'795'260'000'123'456))};
}

bool DraftVaultTest::isSetAside(const DraftVault &vault, const VaultPlace &place) const
{
    const fs::path file = vault.fileOf(place);
    const auto read = vault.read(place);
    const auto again = vault.read(place);
    return !read && read.error().kind == core::ErrorKind::Invalid
        && read.error().code == "vault-unreadable" && !read.error().detail.empty()
        && !fs::exists(file) && fs::exists(file.string() + ".unreadable") && again && !*again;
}

void DraftVaultTest::whatWasWrittenIsRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << QByteArray("a: 1\n");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no end of line") << QByteArray("x");
    QTest::newRow("only ends of line") << QByteArray("\n\n\n\n");
    QTest::newRow("zero byte and other scripts") << QByteArray("\0é漢\r\n", 9);
    QTest::newRow("large") << QByteArray(3 << 20, 'y');
}

void DraftVaultTest::whatWasWrittenIsRead()
{
    QFETCH(QByteArray, text);
    m_text.text = text.toStdString();
    QVERIFY(vault().write(m_place, m_text));
    const auto read = vault().read(m_place);
    QVERIFY(read && *read);
    QVERIFY(**read == m_text);
    m_text.base.reset();
    m_text.draft.reset();
    QVERIFY(vault().write(m_place, m_text));
    QVERIFY(**vault().read(m_place) == m_text);
    m_text.schema = core::SchemaId("sch_1");
    QVERIFY(vault().write(m_place, m_text));
    QVERIFY(**vault().read(m_place) == m_text);
    QCOMPARE(fileCount(), 1);
}

void DraftVaultTest::nothingOfTheTextIsInTheFile()
{
    QVERIFY(vault().write(m_place, m_text));
    const fs::path file = vault().fileOf(m_place);
    for (const char *part : {"perSecond", "cfg_1", "prod", "alice", "sha256:ab"})
        QVERIFY2(bytesOf(file).find(part) == std::string::npos, part);
    QCOMPARE(int(fs::status(file).permissions()), 0600);
    QCOMPARE(int(fs::status(m_folder).permissions()), 0700);
    const std::string first = bytesOf(file);
    QVERIFY(vault().write(m_place, m_text));
    QVERIFY(bytesOf(file) != first); // another nonce
}

void DraftVaultTest::nothingIsThereAtFirst()
{
    const auto read = vault().read(m_place);
    QVERIFY(read);
    QVERIFY(!*read);
    QVERIFY(vault().remove(m_place));
}

void DraftVaultTest::removedIsGone()
{
    VaultPlace other = m_place;
    other.environment = core::EnvironmentId("stage");
    QVERIFY(vault().write(m_place, m_text));
    QVERIFY(vault().write(other, m_text));
    QVERIFY(vault().remove(m_place));
    QVERIFY(!*vault().read(m_place));
    QVERIFY(**vault().read(other) == m_text);
    QVERIFY(vault().remove(m_place));
}

void DraftVaultTest::wrongKeyIsSetAside()
{
    QVERIFY(vault().write(m_place, m_text));
    QVERIFY(isSetAside(DraftVault(m_folder, core::Secret(core::randomBytes(32))), m_place));
    QVERIFY(vault().write(m_place, m_text));
    QVERIFY(!DraftVault(m_folder, core::Secret("short")).write(m_place, m_text));
    QVERIFY(**vault().read(m_place) == m_text);
}

void DraftVaultTest::flippedBytesAreSetAside()
{
    QVERIFY(vault().write(m_place, m_text));
    const fs::path file = vault().fileOf(m_place);
    const std::string whole = bytesOf(file);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = char(damaged[at] ^ 1);
        overwrite(file, damaged);
        QVERIFY2(isSetAside(vault(), m_place), std::to_string(at).c_str());
    }
}

void DraftVaultTest::truncatedFilesAreSetAside()
{
    QVERIFY(vault().write(m_place, m_text));
    const fs::path file = vault().fileOf(m_place);
    const std::string whole = bytesOf(file);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        overwrite(file, whole.substr(0, length));
        QVERIFY2(isSetAside(vault(), m_place), std::to_string(length).c_str());
    }
    overwrite(file, whole);
    QVERIFY(**vault().read(m_place) == m_text);
}

void DraftVaultTest::movedFileIsSetAside()
{
    const std::vector<VaultPlace> others{
        {"other", m_place.config, m_place.environment, m_place.author},
        {"local", core::ConfigId("cfg_2"), m_place.environment, m_place.author},
        {"local", m_place.config, core::EnvironmentId("stage"), m_place.author},
        {"local", m_place.config, m_place.environment, core::PrincipalId("usr_bob")},
        {"local", core::ConfigId("cfg_1p"), core::EnvironmentId("rod"), m_place.author}};
    for (const VaultPlace &other : others) {
        QVERIFY(vault().write(m_place, m_text));
        QVERIFY(vault().fileOf(other) != vault().fileOf(m_place));
        fs::rename(vault().fileOf(m_place), vault().fileOf(other));
        QVERIFY(isSetAside(vault(), other));
    }
}

void DraftVaultTest::foreignFileIsSetAside()
{
    fs::create_directories(m_folder);
    overwrite(vault().fileOf(m_place), "[a text file]\nof somebody else\n");
    QVERIFY(isSetAside(vault(), m_place));
}

void DraftVaultTest::fullDiskKeepsTheOlderText()
{
    QVERIFY(vault().write(m_place, m_text));
    VaultText newer = m_text;
    newer.text = std::string(4096, 'n');
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit tight{100, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    const auto written = vault().write(m_place, newer);
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!written);
    QVERIFY(written.error().kind == core::ErrorKind::Storage);
    QVERIFY(**vault().read(m_place) == m_text);
    QCOMPARE(fileCount(), 1); // the part that was written is gone
}

void DraftVaultTest::readOnlyFolderKeepsTheOlderText()
{
    if (::geteuid() == 0)
        QSKIP("root writes everywhere");
    QVERIFY(vault().write(m_place, m_text));
    fs::permissions(m_folder, fs::perms::owner_read | fs::perms::owner_exec);
    const auto written = vault().write(m_place, {"newer", {}, {}, {}});
    const auto removed = vault().remove(m_place);
    fs::permissions(m_folder, fs::perms::owner_all);
    QVERIFY(!written);
    QVERIFY(!removed);
    QVERIFY(**vault().read(m_place) == m_text);
}

void DraftVaultTest::killedBeforeTheRenameLeavesTheOlderText()
{
    QVERIFY(vault().write(m_place, m_text));
    const fs::path file = vault().fileOf(m_place);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto staged = models::StagedFile::stage(file, "the newer one");
        ::raise(SIGKILL);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    QCOMPARE(fileCount(), 2);
    QVERIFY(**vault().read(m_place) == m_text);
    QVERIFY(vault().remove(m_place));
    QCOMPARE(fileCount(), 0);
}

void DraftVaultTest::keyIsMadeOnceForItsOwner()
{
    const fs::path file = m_folder / "key";
    const auto first = models::keyFromFile(file);
    QVERIFY(first);
    QCOMPARE(first->reveal().size(), std::size_t(32));
    QCOMPARE(int(fs::status(file).permissions()), 0600);
    QCOMPARE(fileCount(), 1);
    fs::permissions(file, fs::perms::others_read, fs::perm_options::add);
    const auto second = models::keyFromFile(file);
    QVERIFY(second);
    QVERIFY(second->reveal() == first->reveal());
    QCOMPARE(int(fs::status(file).permissions()), 0600);
}

void DraftVaultTest::fileThatHoldsNoKeyIsLeftAlone()
{
    fs::create_directories(m_folder);
    overwrite(m_folder / "key", "short");
    const auto key = models::keyFromFile(m_folder / "key");
    QVERIFY(!key);
    QCOMPARE(key.error().code, std::string("vault-key-unusable"));
    QCOMPARE(bytesOf(m_folder / "key"), std::string("short"));
}

QTEST_GUILESS_MAIN(DraftVaultTest)
#include "tst_draftvault.moc"
