// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/canaries.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::support;

// The search for secrets in files can fail.
class TestCanaryScan : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void theScanFindsWhatIsPlanted();
};

// Else "nothing was found" would say nothing: one of every form, in every kind of file.
void TestCanaryScan::theScanFindsWhatIsPlanted()
{
    QTemporaryDir planted;
    CanaryBook book;
    const auto value = book.make("planted");
    QCOMPARE(book.scan({planted.path()}, {}).finds, QStringList());
    for (const auto &[name, text] : CanaryBook::plants(value)) {
        const auto file = planted.filePath(QString::fromStdString(name));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(QByteArray::fromStdString(text));
        out.close();
        const auto scanned = book.scan({planted.path()}, {});
        QVERIFY2(scanned.finds.size() == 1, name.c_str());
        QVERIFY2(scanned.finds.first().contains(QString::fromStdString(name)), name.c_str());
        // An exception is for that file and that secret alone.
        QCOMPARE(book.scan({planted.path()}, {{"planted", "*/" + name}}).finds, QStringList());
        QCOMPARE(book.scan({planted.path()}, {{"another", "*/" + name}}).finds.size(), 1);
        QVERIFY(out.remove());
    }
}

QTEST_GUILESS_MAIN(TestCanaryScan)
#include "tst_canaryscan.moc"
