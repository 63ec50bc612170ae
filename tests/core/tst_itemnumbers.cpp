// SPDX-License-Identifier: Apache-2.0
#include "engine/core/diff/alignment.h"
#include "engine/core/diff/itemnumbers.h"
#include "engine/core/document/json.h"
#include "tests/support/testcase.h"

#include <random>

using namespace chancery;

namespace {

// Small items without names, so many in a hundred of them edited.
core::Tree listOf(std::size_t count, int edited)
{
    std::mt19937 random(5); // NOLINT(cert-msc51-cpp): the same every time
    std::mt19937 choice(9); // NOLINT(cert-msc51-cpp): the same every time
    std::string text = "[";
    for (std::size_t i = 0; i < count; ++i) {
        const auto port = random() % 60'000 + (int(choice() % 100) < edited ? 60'000 : 0);
        text += (i > 0 ? ", " : "") + std::string("{\"port\": ") + std::to_string(port)
            + ", \"weight\": " + std::to_string(random() % 60'000) + '}';
    }
    return core::readJson(text + ']', core::Limits::wide()).tree();
}

} // namespace

// Whether two items are one that was edited is asked a few times an item, and no oftener where the
// answer is mostly no. Counted, so that it is the same on every machine.
class TestItemNumbers : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void itemsAreHeldAgainstFewOthers_data();
    void itemsAreHeldAgainstFewOthers();
};

void TestItemNumbers::itemsAreHeldAgainstFewOthers_data()
{
    QTest::addColumn<int>("edited");
    QTest::addColumn<bool>("isFound");
    for (const int edited : {100, 99, 60, 50, 20, 1})
        QTest::addRow("%d of a hundred", edited) << edited << (edited > 95);
}

void TestItemNumbers::itemsAreHeldAgainstFewOthers()
{
    QFETCH(int, edited);
    QFETCH(bool, isFound);
    constexpr std::size_t count = 40'000;
    const auto before = listOf(count, 0);
    const auto after = listOf(count, edited);
    const auto left = core::itemsOf(before.root());
    const auto right = core::itemsOf(after.root());
    const auto numbers = core::numbersOf(left, right);
    const auto told = QString::number(numbers.held);
    QVERIFY2(numbers.held < 4 * count, qPrintable(told));
    const auto pairs = std::ranges::count_if(
        numbers.left, [&](auto number) { return number >= numbers.firstEdited; });
    QCOMPARE(std::size_t(pairs) > count * 9 / 10, isFound);
}

QTEST_GUILESS_MAIN(TestItemNumbers)
#include "tst_itemnumbers.moc"
