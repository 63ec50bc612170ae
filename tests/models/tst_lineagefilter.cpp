// SPDX-License-Identifier: Apache-2.0
#include "models/lineagefilter.h"
#include "tests/support/testcase.h"

using namespace chancery;
using models::LineageFilter;

// A key is looked for in versions that changed more keys than a row lists.
class LineageFilterTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatIsToldIsCertain();
    void whatIsInAContainerIsPerhaps();
    void anEarlierServersRowIsPerhaps();

private:
    static core::LineageEntry manyKeys()
    {
        core::LineageEntry entry;
        entry.keys = {"/limits/max", "/limits/min", "/routes/3/port", "/hosts/eu/**"};
        entry.hasMoreKeys = true;
        return entry;
    }
    // "no", "perhaps" or "yes".
    static QString answer(const char *filter, const core::LineageEntry &entry)
    {
        const auto made = LineageFilter::parse(QString::fromUtf8(filter));
        if (!made.matches(entry))
            return made.isUnsure(entry) ? QStringLiteral("both") : QStringLiteral("no");
        return made.isUnsure(entry) ? QStringLiteral("perhaps") : QStringLiteral("yes");
    }
};

void LineageFilterTest::whatIsToldIsCertain()
{
    const auto entry = manyKeys();
    for (const char *filter : {"key:/limits/max", "key:/LIMITS/min", "key:/limits", "key:min",
             "key:/limits/min/0", "key:/routes/3"})
        QCOMPARE(answer(filter, entry), QStringLiteral("yes"));
    for (const char *filter : {"key:/z", "key:/limits/middle", "key:/hosts/us", "key:/routes/4"})
        QCOMPARE(answer(filter, entry), QStringLiteral("no"));
}

void LineageFilterTest::whatIsInAContainerIsPerhaps()
{
    auto entry = manyKeys();
    for (const char *filter :
        {"key:/hosts/eu/one", "key:/hosts", "key:zone", "key:/hosts[name=checkout]/port"})
        QCOMPARE(answer(filter, entry), QStringLiteral("perhaps"));
    QCOMPARE(answer("key:/hosts/eu/one author:nobody", entry), QStringLiteral("no"));
    entry.keys.back() = "/**";
    QCOMPARE(answer("key:/z", entry), QStringLiteral("perhaps"));
    // A key of that name, where all are told.
    entry.hasMoreKeys = false;
    QCOMPARE(answer("key:/z", entry), QStringLiteral("no"));
}

void LineageFilterTest::anEarlierServersRowIsPerhaps()
{
    auto entry = manyKeys();
    entry.keys.pop_back();
    QCOMPARE(answer("key:/z", entry), QStringLiteral("perhaps"));
    QCOMPARE(answer("key:/limits/max", entry), QStringLiteral("yes"));
}

QTEST_GUILESS_MAIN(LineageFilterTest)
#include "tst_lineagefilter.moc"
