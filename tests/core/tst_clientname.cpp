// SPDX-License-Identifier: Apache-2.0
#include "engine/core/identity/clientname.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::identity::ClientName;
using core::identity::clientNameOf;

// The names of programs in their certificates (AUT-4): one spelling, one account.
class TestClientName : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatIsAName_data();
    void whatIsAName();
    void kindIsPartOfIt();
    void trustDomains();
};

void TestClientName::whatIsAName_data()
{
    QTest::addColumn<QByteArray>("account"); // empty: it is none
    const auto row
        = [](const char *uri, const char *account) { QTest::newRow(uri) << QByteArray(account); };
    row("spiffe://corp/ns/payments/agent/gateway", "gateway@payments");
    row("spiffe://corp/ns/payments/service/ci.build", "ci.build@payments");
    row("spiffe://other/ns/payments/agent/gateway", "");
    row("spiffe://corp.evil/ns/payments/agent/gateway", "");
    row("spiffe://corp/ns/payments/agent/", "");
    row("spiffe://corp/ns//agent/gateway", "");
    row("spiffe://corp/ns/payments/agent/gateway/", "");
    row("spiffe://corp/ns/payments/agent/gateway/more", "");
    row("spiffe://corp/ns/payments/user/ann", "");
    row("spiffe://corp/sa/payments/agent/gateway", "");
    row("spiffe://corp/ns/payments/agent/../gateway", "");
    row("spiffe://corp/ns/../agent/gateway", "");
    row("spiffe://corp/ns/payments/agent/gate@way", "");
    row("spiffe://corp/ns/pay%40ments/agent/gateway", "");
    row("spiffe://corp/ns/payments/agent/Gateway", "");
    row("spiffe://corp/ns/payments/agent/gateway?x", "");
    row("spiffe://corp:443/ns/payments/agent/gateway", "");
    row("spiffe://user@corp/ns/payments/agent/gateway", "");
    row("SPIFFE://corp/ns/payments/agent/gateway", "");
    row("https://corp/ns/payments/agent/gateway", "");
    row("spiffe://corp", "");
    row("", "");
}

void TestClientName::whatIsAName()
{
    QFETCH(QByteArray, account);
    const auto name = clientNameOf(QTest::currentDataTag(), "corp");
    QCOMPARE(name ? name->account : std::string(), account.toStdString());
    // One that no account can have is none.
    const auto longest = "spiffe://corp/ns/payments/agent/" + std::string(80, 'x');
    QVERIFY(!clientNameOf(longest, "corp"));
}

void TestClientName::kindIsPartOfIt()
{
    QVERIFY(clientNameOf("spiffe://corp/ns/a/agent/b", "corp")->kind == ClientName::Kind::Agent);
    QVERIFY(
        clientNameOf("spiffe://corp/ns/a/service/b", "corp")->kind == ClientName::Kind::Service);
}

void TestClientName::trustDomains()
{
    QVERIFY(core::identity::isTrustDomain("corp.example"));
    for (const char *text : {"", "Corp", "spiffe://corp", "corp:1", "..", "corp/x"})
        QVERIFY2(!core::identity::isTrustDomain(text), text);
}

QTEST_GUILESS_MAIN(TestClientName)
#include "tst_clientname.moc"
