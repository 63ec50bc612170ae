// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditcatalogue.h"
#include "tests/audit/writtenevents.h"
#include "tests/support/testcase.h"

using namespace chancery;

class TestNeverWritten : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void theGuideNamesWhatIsNeverWritten();
};

// Else whoever reads the catalogue believes that what has no entry has not happened.
void TestNeverWritten::theGuideNamesWhatIsNeverWritten()
{
    const auto sources = support::writersOfTheLog();
    QVERIFY(!sources.empty());
    const auto guide = support::contentOf("docs/auditor-guide.md");
    const auto begin = guide.find("this version never writes:");
    QVERIFY(begin != std::string::npos);
    const auto list = guide.substr(begin, guide.find("\n- *", begin) - begin);
    for (const auto &entry : core::auditCatalogue()) {
        const std::string event(entry.event);
        const bool isWritten = entry.kind == core::AuditKind::AuthzDenied // of a Deed by default
            || sources.find(support::enumeratorOf(event)) != std::string::npos;
        const bool isNamed = list.find('`' + event + '`') != std::string::npos
            || list.find('`' + event.substr(0, event.find('.')) + ".*`") != std::string::npos;
        QVERIFY2(isWritten != isNamed, event.c_str());
    }
}

QTEST_GUILESS_MAIN(TestNeverWritten)
#include "tst_neverwritten.moc"
