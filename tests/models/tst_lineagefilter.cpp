// SPDX-License-Identifier: Apache-2.0
#include "models/lineagefilter.h"
#include "tests/support/testcase.h"

using namespace chancery;
using models::LineageFilter;

namespace {

core::LineageEntry entryOf(const char *author)
{
    core::LineageEntry entry;
    entry.version = core::VersionId("sha256:1");
    entry.path = "shop/gateway/limits";
    entry.authorName = author;
    entry.message = "Raise the limits";
    entry.keys = {"/limits/max"};
    return entry;
}

bool matches(const char *filter, const core::LineageEntry &entry)
{
    return LineageFilter::parse(QString::fromUtf8(filter)).matches(entry);
}

} // namespace

// A key is looked for in versions that changed more keys than a row lists, and versions that
// several people wrote are found by each of them.
class LineageFilterTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatIsToldIsCertain();
    void whatIsInAContainerIsPerhaps();
    void anEarlierServersRowIsPerhaps();
    void contributorsAreFound();
    void whoWroteNothingIsNotFound();

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

void LineageFilterTest::contributorsAreFound()
{
    auto entry = entryOf("Ann Ardent");
    entry.contributors = {{"Bob Byrne", "Zoë Žižek"}};
    for (const char *filter : {"author:bob", "author:byrne", "author:\"bob byrne\"", "byrne",
             "author:ann", "author:zoë", "ŽIŽEK", "author:bob author:ann", "bob key:/limits"})
        QVERIFY2(matches(filter, entry), filter);
    for (const char *filter : {"author:carol", "author:\"ann byrne\"", "author:bob author:carol",
             "path:bob", "request:bob", "key:bob"})
        QVERIFY2(!matches(filter, entry), filter);
}

// Nobody is known to have, and nobody has.
void LineageFilterTest::whoWroteNothingIsNotFound()
{
    auto entry = entryOf("Ann Ardent");
    QVERIFY(!matches("author:bob", entry));
    QVERIFY(!matches("bob", entry));
    entry.contributors.emplace();
    QVERIFY(!matches("author:bob", entry));
    QVERIFY(matches("author:ann", entry));
}

QTEST_GUILESS_MAIN(LineageFilterTest)
#include "tst_lineagefilter.moc"
