// SPDX-License-Identifier: Apache-2.0
#include "engine/core/notifications/addressguard.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::core;

// Which addresses a server lets itself be sent to (standards.md T15).
class TestAddressGuard : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void classes_data();
    void classes();
    void onlyAddressesAreAddresses_data();
    void onlyAddressesAreAddresses();
    void whatAnOptionAllows();
    void networks_data();
    void networks();
};

void TestAddressGuard::classes_data()
{
    QTest::addColumn<QByteArray>("addresses");
    QTest::addColumn<QByteArray>("kind");
    const auto row = [](const char *kind, const char *addresses) {
        QTest::newRow(addresses) << QByteArray(addresses) << QByteArray(kind);
    };
    row("public", "8.8.8.8 1.1.1.1 172.15.255.255 172.32.0.0 11.0.0.0 9.255.255.255 100.63.0.1");
    row("public", "100.128.0.0 169.253.0.1 192.167.0.1 223.255.255.255 198.17.0.1 198.20.0.1");
    row("public", "2606:4700:4700::1111 2a00:1450::1 2003::1");
    row("unspecified", "0.0.0.0 0.1.2.3 :: ::ffff:0.0.0.0");
    row("loopback", "127.0.0.1 127.255.255.254 ::1 ::ffff:127.0.0.1");
    // The metadata services of clouds, in every dress.
    row("link-local", "169.254.169.254 169.254.0.1 ::ffff:169.254.169.254 fe80::1 febf::1");
    row("private", "10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 fc00::1 fd00:ec2::254 fec0::1");
    row("private", "::ffff:10.0.0.1 ::ffff:192.168.0.1");
    row("multicast", "224.0.0.1 239.255.255.255 ff02::1 ff0e::1");
    row("reserved", "100.64.0.1 100.127.255.255 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1");
    row("reserved", "203.0.113.1 240.0.0.1 255.255.255.255 2001:db8::1 100::1 4000::1 5f00::1");
    // What carries an address of version 4 leads there.
    row("loopback", "64:ff9b::7f00:1 2002:7f00:1:: ::127.0.0.1 ::ffff:0:127.0.0.1");
    row("link-local", "64:ff9b::a9fe:a9fe 2002:a9fe:a9fe::1 64:ff9b:1::169.254.169.254");
    row("private", "2001:0:1:2:3:4:f5ff:fffe 64:ff9b::10.0.0.1");
    row("reserved", "64:ff9b::8.8.8.8 2002:808:808::1");
}

void TestAddressGuard::classes()
{
    QFETCH(QByteArray, addresses);
    QFETCH(QByteArray, kind);
    for (const auto &text : addresses.split(' ')) {
        const auto address = addressFromText(text.toStdString());
        QVERIFY2(address.ok(), text.constData());
        QCOMPARE(text + ' ' + QByteArray::fromStdString(std::string(name(classOf(*address)))),
            text + ' ' + kind);
        QCOMPARE(AddressGuard().allows(*address), kind == "public");
    }
}

void TestAddressGuard::onlyAddressesAreAddresses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", "localhost", "2130706433", "0x7f000001", "017700000001", "127.1",
             "127.0.0.01", "127.0.0.1 ", "1.2.3.4.5", "[::1]", "fe80::1%eth0", "::ffff:127.1"})
        QTest::newRow(text) << QByteArray(text);
}

void TestAddressGuard::onlyAddressesAreAddresses()
{
    QFETCH(QByteArray, text);
    QVERIFY(!addressFromText(text.toStdString()).ok());
}

void TestAddressGuard::whatAnOptionAllows()
{
    const AddressGuard guard({*Network::parse("10.1.0.0/16"), *Network::parse("fd00::/8")});
    const auto allows = [&](const char *text) { return guard.allows(*addressFromText(text)); };
    QVERIFY(allows("10.1.255.1"));
    QVERIFY(allows("fd12::1"));
    QVERIFY(allows("8.8.8.8"));
    QVERIFY(!allows("10.2.0.1"));
    QVERIFY(!allows("fc00::1"));
    QVERIFY(!allows("127.0.0.1"));
    // An address is allowed as it stands, not in the dress of another family.
    QVERIFY(!allows("64:ff9b::10.1.0.1"));
    QVERIFY(allows("::ffff:10.1.0.1")); // the same address
}

void TestAddressGuard::networks_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isOne");
    const auto row
        = [](const char *text, bool isOne) { QTest::newRow(text) << QByteArray(text) << isOne; };
    row("10.0.0.0/8", true);
    row("0.0.0.0/0", true);
    row("192.0.2.1", true);
    row("::/0", true);
    row("fd00::/129", false);
    row("10.0.0.0/33", false);
    row("10.0.0.0/-1", false);
    row("10.0.0.0/", false);
    row("10.0.0.0/8x", false);
    row("10/8", false);
    row("example.org/8", false);
}

void TestAddressGuard::networks()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isOne);
    QCOMPARE(Network::parse(text.toStdString()).ok(), isOne);
}

QTEST_GUILESS_MAIN(TestAddressGuard)
#include "tst_addressguard.moc"
