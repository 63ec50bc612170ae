// SPDX-License-Identifier: Apache-2.0
#include "audit/anchorfolder.h"
#include "engine/core/timestamp.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

#include <fstream>

using namespace chancery;
namespace fs = std::filesystem;

// Checkpoints with their time stamps, as they lie in a folder.
class TestAnchorFolder : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void whatIsKeptStays();
    void aBrokenHalfIsKeptAnew_data();
    void aBrokenHalfIsKeptAnew();
    void anotherNoteStaysWithoutItsStamp();
    void whatIsNoStampIsRefused();
    void onlyTheSizesThatAreWanted();

private:
    fs::path folder() const { return m_folder->path().toStdString() + "/anchors"; }
    void put(const std::string &name, const std::string &text) const
    {
        fs::create_directories(folder());
        std::ofstream(folder() / name, std::ios::binary) << text;
    }
    std::string content(const char *name) const
    {
        return support::contentOf((folder() / name).string());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestAnchorFolder::whatIsKeptStays()
{
    QVERIFY(!audit::isAnchorKept(folder(), 9));
    QVERIFY(audit::keepAnchor(folder(), 9, {"note", "first"}));
    QVERIFY(audit::isAnchorKept(folder(), 9));
    QVERIFY(audit::keepAnchor(folder(), 9, {"note", "second"}));
    QCOMPARE(content("9.tsr"), std::string("first"));
    for (const auto &entry : fs::directory_iterator(folder()))
        QVERIFY(entry.path().extension() != ".new");
}

void TestAnchorFolder::aBrokenHalfIsKeptAnew_data()
{
    QTest::addColumn<QString>("broken");
    QTest::addColumn<int>("length");
    QTest::newRow("an empty note") << "9.note" << 0;
    QTest::newRow("an empty stamp") << "9.tsr" << 0;
    QTest::newRow("no stamp") << "9.tsr" << -1;
    QTest::newRow("too long a stamp") << "9.tsr" << int(core::mostTimestampBytes) + 1;
}

void TestAnchorFolder::aBrokenHalfIsKeptAnew()
{
    QFETCH(QString, broken);
    QFETCH(int, length);
    QVERIFY(audit::keepAnchor(folder(), 9, {"note", "first"}));
    if (length < 0)
        fs::remove(folder() / broken.toStdString());
    else
        put(broken.toStdString(), std::string(std::size_t(length), 'x'));
    QVERIFY(!audit::isAnchorKept(folder(), 9));
    QVERIFY(audit::newestAnchorsIn(folder(), 10).empty());
    QVERIFY(audit::keepAnchor(folder(), 9, {"note", "second"}));
    QCOMPARE(content("9.note"), std::string("note"));
    QCOMPARE(content("9.tsr"), std::string("second"));
}

// A log that has signed two of one size is proved by that.
void TestAnchorFolder::anotherNoteStaysWithoutItsStamp()
{
    put("9.note", "another");
    put("9.tsr", "");
    QVERIFY(audit::keepAnchor(folder(), 9, {"note", "stamp"}));
    QCOMPARE(content("9.note"), std::string("another"));
    QCOMPARE(content("9.tsr"), std::string());
}

void TestAnchorFolder::whatIsNoStampIsRefused()
{
    QVERIFY(!audit::keepAnchor(folder(), 9, {"note", ""}));
    QVERIFY(!audit::keepAnchor(folder(), 9, {"", "stamp"}));
    QVERIFY(
        !audit::keepAnchor(folder(), 9, {"note", std::string(core::mostTimestampBytes + 1, 'x')}));
    QVERIFY(!fs::exists(folder()));
}

void TestAnchorFolder::onlyTheSizesThatAreWanted()
{
    for (const std::uint64_t size : {7U, 8U, 9U, 100U})
        QVERIFY(audit::keepAnchor(folder(), size, {std::to_string(size), "stamp"}));
    const auto found = audit::newestAnchorsIn(folder(), 2, {0, 9});
    QCOMPARE(found.size(), std::size_t(2));
    QCOMPARE(found[0].note, std::string("9"));
    QCOMPARE(found[1].note, std::string("8"));
    QCOMPARE(audit::newestAnchorsIn(folder(), 10, {10, UINT64_MAX}).size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestAnchorFolder)
#include "tst_anchorfolder.moc"
