// SPDX-License-Identifier: Apache-2.0
#include "engine/core/lineage/restofkeys.h"
#include "tests/support/testcase.h"

#include <random>

using namespace chancery;

// Very many keys in little room.
class TestRestOfKeys : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatFitsIsTold();
    void othersAreInTheDeepestThatFit();
    void nothingIsLost();
};

void TestRestOfKeys::whatFitsIsTold()
{
    const std::vector<std::string> keys{"/a", "/b/c", "/b/d"};
    const auto rest = core::restOfKeys(keys, 100);
    QCOMPARE(rest.keys, keys);
    QVERIFY(rest.below.empty());
}

void TestRestOfKeys::othersAreInTheDeepestThatFit()
{
    using Keys = std::vector<std::string>;
    const Keys keys{"/a/b/one", "/a/b/two", "/a/b/three", "/a/c/four", "/d/five"};
    const auto some = core::restOfKeys(keys, 18);
    QCOMPARE(some.keys, (Keys{"/a/b/one", "/a/b/two"}));
    QCOMPARE(some.below, (Keys{"/a/b", "/a/c", "/d"}));
    const auto fewer = core::restOfKeys(keys, 9);
    QCOMPARE(fewer.below, (Keys{"/a", "/d"}));
    QCOMPARE(core::restOfKeys(Keys{"/" + std::string(50, 'x') + "/y"}, 20).below, Keys{""});
}

void TestRestOfKeys::nothingIsLost()
{
    std::mt19937 random(20261201);
    const auto bytesOf = [](const std::vector<std::string> &list) {
        std::size_t bytes = 0;
        for (const auto &each : list)
            bytes += each.size() + 1;
        return bytes;
    };
    for (int round = 0; round < 200; ++round) {
        std::vector<std::string> keys(random() % 300);
        for (auto &key : keys) {
            for (auto depth = 1 + random() % 5; depth > 0; --depth)
                key += "/k" + std::to_string(random() % 20);
        }
        const auto most = 1 + random() % 2000;
        const auto rest = core::restOfKeys(keys, most);
        QVERIFY(bytesOf(rest.keys) <= most);
        QVERIFY(bytesOf(rest.below) <= most);
        QVERIFY(std::equal(rest.keys.begin(), rest.keys.end(), keys.begin()));
        for (auto i = rest.keys.size(); i < keys.size(); ++i)
            QVERIFY2(std::ranges::any_of(rest.below,
                         [&](const std::string &each) { return keys[i].starts_with(each + '/'); }),
                keys[i].c_str());
    }
}

QTEST_GUILESS_MAIN(TestRestOfKeys)
#include "tst_restofkeys.moc"
