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

// Versions that several people wrote are found by each of them.
class LineageFilterTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void contributorsAreFound();
    void whoWroteNothingIsNotFound();
};

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
