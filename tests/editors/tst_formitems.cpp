// SPDX-License-Identifier: Apache-2.0
#include "editors/liveanalysis.h"
#include "tests/editors/formbench.h"
#include "tests/support/testcase.h"

#include <QSignalSpy>

using namespace chancery;
using core::Format;
using editors::FormModel;

// A form of lists that are made anew: what is about an item stays about it.
class TestFormItems : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void waitingEditsGoWithTheirItems_data();
    void waitingEditsGoWithTheirItems();
    void rowsGoWithTheirItems();
};

// The list is made anew under an edit that waits: it goes to the value that it was about, or
// nowhere.
void TestFormItems::waitingEditsGoWithTheirItems_data()
{
    QTest::addColumn<QByteArray>("list"); // that stands there by the time the edit is made
    QTest::addColumn<QByteArray>("result"); // empty: refused
    const QByteArray one = "{\"id\": 1, \"port\": 1}";
    const QByteArray two = "{\"id\": 2, \"port\": 2}";
    const QByteArray edited = "{\"id\": 2, \"port\": 9}";
    const QByteArray three = "{\"id\": 3, \"port\": 3}";
    const QByteArray four = "{\"id\": 4, \"port\": 4}";
    const auto row
        = [](const char *name, const QList<QByteArray> &items, const QByteArray &result) {
              QTest::newRow(name) << items.join(", ") << result;
          };
    row("as it was", {one, two, three}, one + ", " + edited + ", " + three);
    row("one in front", {four, one, two, three}, four + ", " + one + ", " + edited + ", " + three);
    row("one less", {two, three}, edited + ", " + three);
    row("in another order", {three, one, two}, three + ", " + one + ", " + edited);
    row("gone", {one, three}, {});
    row("all others", {four, four}, {});
}

void TestFormItems::waitingEditsGoWithTheirItems()
{
    QFETCH(QByteArray, list);
    QFETCH(QByteArray, result);
    const QByteArray before
        = R"([{"id": 1, "port": 1}, {"id": 2, "port": 2}, {"id": 3, "port": 3}])";
    // Long enough to be read in the executor, so that something waits.
    QByteArray tail = "}";
    for (int key = 0; tail.size() <= int(editors::LiveAnalysis::smallText); ++key)
        tail.prepend(",\n  \"key" + QByteArray::number(key) + "\": 1");
    const QByteArray head = "{\"list\": ";
    tests::FormBench bench(head + before + tail, Format::Json);
    QSignalSpy refused(&bench.model, &FormModel::refused);
    (void)bench.model.find("/list/1/port");
    QVERIFY(bench.rest());
    bench.editor.view().replaceBytes(std::size_t(head.size()),
        std::size_t(head.size() + before.size()), ('[' + list + ']').toStdString());
    QVERIFY(!bench.editor.isAnalysed());
    QVERIFY(bench.model.setData(bench.cell("/list/1/port"), QStringLiteral("9"), Qt::EditRole));
    QVERIFY(bench.rest());
    const auto wanted = result.isEmpty() ? list : result;
    QCOMPARE(bench.text().left(head.size() + wanted.size() + 2), head + '[' + wanted + ']');
    QCOMPARE(refused.size(), result.isEmpty() ? 1 : 0);
    if (!result.isEmpty())
        return;
    QVERIFY(!refused.front().at(0).toModelIndex().isValid());
    QVERIFY(refused.front().at(1).toString().startsWith(QLatin1String("What this was about")));
}

// What is open in a row stays with its item.
void TestFormItems::rowsGoWithTheirItems()
{
    tests::FormBench bench("list:\n  - port: 1\n  - port: 2\n  - port: 3\n", Format::Yaml);
    const QPersistentModelIndex second = bench.cell("/list/1/port");
    const QPersistentModelIndex third = bench.cell("/list/2");
    QVERIFY(second.isValid());
    bench.editor.view().replaceBytes(6, 6, "  - port: 0\n");
    QVERIFY(bench.rest());
    QCOMPARE(bench.model.pointerAt(second), std::string("/list/2/port"));
    QCOMPARE(second.data().toString(), QStringLiteral("2"));
    QCOMPARE(bench.model.pointerAt(third), std::string("/list/3"));
    bench.treeEditor.make(
        {editors::TreeEdit::Kind::Remove, "/list/2", {}, {}}, bench.editor.analysis(), {});
    QVERIFY(bench.rest());
    QVERIFY(!second.isValid());
    QCOMPARE(bench.model.pointerAt(third), std::string("/list/2"));
}

QTEST_MAIN(TestFormItems)
#include "tst_formitems.moc"
