// SPDX-License-Identifier: Apache-2.0
#include "app/console/options.h"
#include "tests/support/testcase.h"

#include <QFile>
#include <QTemporaryDir>

using namespace chancery;

// What a console is started with, and what it says of a word that it cannot take.
class StartOptionsTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void authoritiesThatCannotBeReadAreSaid();
};

void StartOptionsTest::authoritiesThatCannotBeReadAreSaid()
{
    const QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("authority.pem"));
    const auto started = [&file](QString &message) {
        return app::Options::parse(
            {QStringLiteral("chancery"), QStringLiteral("--tsa-ca"), file}, message);
    };
    QString message;
    QVERIFY(!started(message));
    QVERIFY2(message.contains(file), qPrintable(message));
    QFile pem(file);
    QVERIFY(pem.open(QIODevice::WriteOnly));
    pem.write("words\n");
    pem.flush();
    QVERIFY(!started(message));
    pem.write("-----BEGIN CERTIFICATE-----\n");
    pem.close();
    const auto options = started(message);
    QVERIFY(options);
    QCOMPARE(options->stampAuthorities, file);
}

QTEST_GUILESS_MAIN(StartOptionsTest)
#include "tst_startoptions.moc"
