// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::support;

// Which accounts are one person's, said at the command line by one administrator and taken back by
// two.
class TestLinkingCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void commandLineLinksAccounts();

private:
    CmsProcess m_cms;
    QTemporaryDir m_folder;
};

void TestLinkingCli::commandLineLinksAccounts()
{
    QVERIFY(m_cms.start());
    for (const char *name : {"head.one", "head.two"})
        (void)makePerson(m_cms.admin(), name, R"(["admin"])");
    for (const char *name : {"ada", "ada.private"})
        (void)makePerson(m_cms.admin(), name, R"(["author"])");
    const auto shellOf = [this](const char *name) {
        const auto text = QString::fromLatin1(name);
        auto shell = std::make_unique<Shell>(m_folder.filePath(text));
        return shell->login(m_cms.port(), text) ? std::move(shell) : nullptr;
    };
    const auto one = shellOf("head.one");
    const auto two = shellOf("head.two");
    QVERIFY(one && two);
    const auto linked = one->run("user same-person ada.private ada --reason badge");
    QVERIFY2(linked.exitCode == 0, linked.errors.c_str());
    QVERIFY(linked.out == "one person: ada, ada.private\n"
        || linked.out == "one person: ada.private, ada\n");
    QCOMPARE(two->run("user people").out, linked.out);
    QCOMPARE(one->run("user same-person ada nobody.here").exitCode, 1);
    QCOMPARE(one->run("user same-person ada").exitCode, 2);
    const auto asked = one->run("user other-person ada.private --reason mistaken");
    QCOMPARE(asked.exitCode, 0);
    QVERIFY(asked.out.find("ada.private is somebody else, says head.one") != std::string::npos);
    QCOMPARE(one->run("user other-person ada.private").exitCode, 1); // the same one again
    QCOMPARE(
        two->run("user other-person ada.private").out, std::string("one person: ada.private\n"));
    QCOMPARE(two->run("user people").out, std::string());
}

QTEST_GUILESS_MAIN(TestLinkingCli)
#include "tst_linkingcli.moc"
