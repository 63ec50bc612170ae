// SPDX-License-Identifier: Apache-2.0
#include "editors/form/collectionmodel.h"
#include "tests/editors/formbench.h"
#include "tests/support/testcase.h"

#include <QSignalSpy>

using namespace chancery;
using core::Format;

namespace {

// A table over the bench's editor.
struct TableBench : tests::FormBench {
    TableBench(const QByteArray &text, Format format, std::string wantedPlace,
        const char *schema = nullptr)
        : FormBench(text, format, schema)
        , table(treeEditor)
        , tableTester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest)
        , place(std::move(wantedPlace))
    {
        QObject::connect(&editor, &editors::ConfigEditor::analysed, &table, [this] { survey(); });
        survey();
    }
    void survey()
    {
        const auto analysis = editor.analysis();
        table.setCollection(analysis,
            editors::surveyCollections(
                analysis->tree, editor.advisor().get(), place, core::CancelToken())
                .collection);
    }
    bool fill(int row, int column, const char *typed)
    {
        return table.setData(table.index(row, column), QString::fromUtf8(typed), Qt::EditRole)
            && rest();
    }

    editors::CollectionModel table;
    QAbstractItemModelTester tableTester;
    std::string place;
};

} // namespace

class TestCollection : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void collectionsAreFound_data();
    void collectionsAreFound();
    void tableCellsChangeTheText();
    void refusedTextsGoWithTheirRows();
    void rowsGoWithTheirItems();
    void rowsHaveNames();
    void tablesMaskAndCopy();
    void copiesAreWhole();
};

void TestCollection::collectionsAreFound_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("place");
    QTest::addColumn<QString>("found"); // pointer and columns, or what else there is
    const auto row = [](const char *name, Format format, const char *text, const char *place,
                         const char *found) {
        QTest::newRow(name) << format << QByteArray(text) << QByteArray(place)
                            << QString::fromUtf8(found);
    };
    row("what is sealed is no row", Format::Json,
        R"([{"$sealed":{"v":1,"alg":"A256GCM","kid":"dek-7","n":"AAECAwQFBgcICQoL",)"
        R"("ct":"ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh"}}])",
        "", "none; ");
    constexpr auto hosts
        = "free: 1\nhosts:\n  - host: a\n    port: 1\n  - host: b\n    tags: [x]\n";
    row("at a cell", Format::Yaml, hosts, "/hosts/1/host", "/hosts: host port tags");
    row("at the array", Format::Yaml, hosts, "/hosts", "/hosts: host port tags");
    row("elsewhere", Format::Yaml, hosts, "/free", "none; /hosts");
    row("deeper in a cell", Format::Yaml, hosts, "/hosts/1/tags/0", "/hosts: host port tags");
    row("the whole document", Format::Json, "[{\"a\": 1}, {\"b\": 2}]", "", ": a b");
    row("objects that are alike", Format::Toml, "[s.a]\nx = 1\ny = 2\n[s.b]\nx = 2\n", "/s/a/x",
        "/s: x y");
    row("objects that are not", Format::Toml, "[s.a]\nx = 1\n[s.b]\ny = 2\n[s.c]\nz = 2\n",
        "/s/a/x", "none; ");
    row("one thing that is no object", Format::Json, "{\"l\": [{\"a\": 1}, 2]}", "/l/0", "none; ");
    row("empty", Format::Json, "{\"l\": [], \"o\": {}}", "/l", "none; ");
    row("a scalar", Format::Json, "7", "", "none; ");
}

void TestCollection::collectionsAreFound()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, place);
    QFETCH(QString, found);
    const auto reading = core::read(text.toStdString(), format);
    QVERIFY(reading.ok());
    const auto survey = editors::surveyCollections(
        reading.tree(), nullptr, place.toStdString(), core::CancelToken());
    QStringList words;
    for (const auto &column : survey.collection.value_or(editors::Collection()).columns)
        words << QString::fromStdString(column.key);
    QStringList places;
    for (const auto &other : survey.places)
        places << QString::fromStdString(other);
    const QString pointer
        = survey.collection ? QString::fromStdString(survey.collection->pointer) : QString();
    QCOMPARE(survey.collection ? pointer + QStringLiteral(": ") + words.join(u' ')
                               : QStringLiteral("none; ") + places.join(u' '),
        found);
}

void TestCollection::tableCellsChangeTheText()
{
    const QByteArray text("hosts:\n  # first\n  - host: a   # why\n    port: 1\n  - host: 'b'\n");
    TableBench bench(text, Format::Yaml, "/hosts");
    QCOMPARE(bench.table.rowCount(), 2);
    QCOMPARE(bench.table.columnCount(), 3);
    QVERIFY(bench.fill(1, 1, "c"));
    QVERIFY(bench.text().endsWith("- host: 'c'\n"));
    QVERIFY(bench.fill(1, 2, "2")); // not there yet
    QVERIFY(bench.text().endsWith("- host: 'c'\n    port: 2\n"));
    QVERIFY(bench.text().contains("# first\n  - host: a   # why\n"));
    const QSignalSpy refused(&bench.table, &editors::CollectionModel::refused);
    QVERIFY(bench.fill(0, 2, "many"));
    QCOMPARE(refused.size(), 1);
    QCOMPARE(bench.table.index(0, 2).data().toString(), QStringLiteral("many"));
    bench.table.forgetDraft(bench.table.index(0, 2));
    const QPersistentModelIndex first = bench.table.index(0, 1);
    bench.treeEditor.make({editors::TreeEdit::Kind::Append, "/hosts", {}, "{\"host\": \"d\"}"},
        bench.editor.analysis(), {});
    QVERIFY(bench.rest());
    QCOMPARE(bench.table.rowCount(), 3);
    QVERIFY(first.isValid());
    QCOMPARE(bench.table.index(2, 1).data().toString(), QStringLiteral("d"));
    for (int step = 0; step < 3; ++step)
        bench.editor.undo();
    QVERIFY(bench.rest());
    QCOMPARE(bench.text(), text);
    QVERIFY(!bench.editor.canUndo());
    QCOMPARE(bench.table.rowCount(), 2);
    QVERIFY(!bench.table.isThere(bench.table.index(1, 2)));
}

// A row that is removed takes what was typed into it along.
void TestCollection::refusedTextsGoWithTheirRows()
{
    TableBench bench(R"([{"n": 1, "p": 1}, {"n": 2, "p": 2}, {"n": 3, "p": 3}])", Format::Json, "");
    const auto shown = [&bench](int row) {
        const QModelIndex cell = bench.table.index(row, 2);
        const bool isRefused = !cell.data(editors::FaultRole).toString().isEmpty();
        return cell.data().toString() + (isRefused ? QStringLiteral("!") : QString());
    };
    const auto make = [&bench](editors::TreeEdit::Kind kind, const char *pointer) {
        bench.treeEditor.make({kind, pointer, {}, {}}, bench.editor.analysis(), {});
        return bench.rest();
    };
    QVERIFY(bench.fill(1, 2, "many"));
    QVERIFY(bench.fill(1, 1, "7")); // another cell of the row
    QCOMPARE(shown(1), QStringLiteral("many!"));
    QVERIFY(make(editors::TreeEdit::Kind::Remove, "/0"));
    QCOMPARE(shown(0), QStringLiteral("many!"));
    QVERIFY(make(editors::TreeEdit::Kind::Remove, "/0"));
    QCOMPARE(shown(0), QStringLiteral("3"));
    bench.editor.undo();
    bench.editor.undo();
    QVERIFY(bench.rest());
    QVERIFY(bench.fill(0, 2, "many"));
    QVERIFY(make(editors::TreeEdit::Kind::MoveDown, "/0"));
    QCOMPARE(shown(0), QStringLiteral("2"));
    QCOMPARE(shown(1), QStringLiteral("many!"));
}

// What is open in a cell stays with its row.
void TestCollection::rowsGoWithTheirItems()
{
    TableBench bench(R"([{"n": 1, "p": 1}, {"n": 2, "p": 2}, {"n": 3, "p": 3}])", Format::Json, "");
    const QPersistentModelIndex second = bench.table.index(1, 2);
    bench.editor.view().replaceBytes(1, 1, R"({"n": 0, "p": 0}, )");
    QVERIFY(bench.rest());
    QCOMPARE(second.row(), 2);
    QCOMPARE(bench.table.pointerAt(second), std::string("/2/p"));
    QCOMPARE(second.data().toString(), QStringLiteral("2"));
    bench.treeEditor.make(
        {editors::TreeEdit::Kind::Remove, "/2", {}, {}}, bench.editor.analysis(), {});
    QVERIFY(bench.rest());
    QVERIFY(!second.isValid());
}

// What stands in front of a row whose first columns are out of sight.
void TestCollection::rowsHaveNames()
{
    const auto nameOf = [](const TableBench &bench, int row) {
        return bench.table.headerData(row, Qt::Vertical).toString();
    };
    TableBench named("[{\"port\": 1, \"name\": \"a\"}, {\"port\": 2}, "
                     "{\"port\": 3, \"name\": \"c\"}]",
        Format::Json, "");
    QCOMPARE(nameOf(named, 0), QStringLiteral("a"));
    QCOMPARE(nameOf(named, 1), QStringLiteral("1"));
    QVERIFY(named.fill(0, 2, "b"));
    QCOMPARE(nameOf(named, 0), QStringLiteral("b"));
    QVERIFY(!named.table.headerData(3, Qt::Vertical).isValid());
    TableBench keyed(
        R"({"x": {"name": "n", "p": 1}, "y": {"name": "m", "p": 2}})", Format::Json, "");
    QCOMPARE(nameOf(keyed, 1), QStringLiteral("y"));
    TableBench secret(R"([{"key": "s3cret", "p": 1}, {"key": "t0p", "p": 2}])", Format::Json, "",
        R"({"items": {"properties": {"key": {"type": "string", "x-sensitive": true}}}})");
    QCOMPARE(nameOf(secret, 0), QStringLiteral("0"));
}

void TestCollection::tablesMaskAndCopy()
{
    TableBench bench("{\"pairs\": {\"x\": {\"token\": \"s3cret\", \"n\": 2}, "
                     "\"y\": {\"token\": \"t\", \"n\": 10}}}",
        Format::Json, "/pairs/x/n",
        R"({"properties": {"pairs": {"additionalProperties": {"required": ["token"],
            "properties": {"token": {"type": "string", "x-sensitive": true}}}}}})");
    QVERIFY(bench.table.collection() && !bench.table.collection()->isArray);
    QCOMPARE(bench.table.asTsv({bench.table.index(0, 0)}),
        QStringLiteral("Key\ttoken\tn\nx\t%1\t2\n").arg(editors::maskText()));
    QVERIFY(bench.table.index(1, 2).data(models::SortRole).toDouble() > 9);
    QVERIFY(bench.fill(0, 0, "y"));
    QVERIFY(bench.text().contains("\"x\"")); // refused: there is one
    QVERIFY(bench.fill(0, 0, "z"));
    QVERIFY(bench.text().startsWith("{\"pairs\": {\"z\": {\"token\": \"s3cret\""));
}

// A cell shows the beginning of a long text, lines as one, and objects by their size.
void TestCollection::copiesAreWhole()
{
    const QByteArray text = "[{\"long\": \"" + QByteArray(301, 'x')
        + R"(", "lines": "a\nb\tc", "box": {"n": 1.50, "password": "hunter2hunter", )"
        + R"("l": [true, null, "q\"", {}]}}, {"long": "", "lines": "\"", "box": []}])";
    TableBench bench(text, Format::Json, "");
    QVERIFY(bench.table.index(0, 1).data().toString().endsWith(u'…'));
    const QString copied = bench.table.asTsv({bench.table.index(0, 0), bench.table.index(1, 0)});
    const QString box
        = QStringLiteral(R"({"n": 1.50, "password": "%1", "l": [true, null, "q\"", {}]})")
              .arg(editors::maskText());
    QCOMPARE(copied,
        QStringLiteral("Item\tlong\tlines\tbox\n0\t%1\t\"a\nb\tc\"\t%2\n1\t\t\"\"\"\"\t[]\n")
            .arg(QString(301, u'x'), box));
}

QTEST_MAIN(TestCollection)
#include "tst_collection.moc"
