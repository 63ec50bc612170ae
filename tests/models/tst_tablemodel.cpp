// SPDX-License-Identifier: Apache-2.0
#include "models/tablemodel.h"
#include "tests/support/testcase.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>

using namespace chancery;
using models::Column;

namespace {

struct Row {
    QString key;
    int value = 0;

    QString id() const { return key; }
    friend bool operator==(const Row &, const Row &) = default;
};

constexpr Column<Row> columns[]{
    {.key = "key", .title = "Key", .text = [](const Row &row) { return row.key; }},
    {.key = "value",
        .title = "Value",
        .text = [](const Row &row) { return QString::number(row.value); },
        .isNumber = true},
};

class Model : public models::TableModel<Row> {
public:
    Model()
        : TableModel(columns)
    {
    }
};

// "a1 b2" -> two rows.
std::vector<Row> rows(const QString &text)
{
    std::vector<Row> read;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts))
        read.push_back({word.left(1), word.mid(1).toInt()});
    return read;
}

QString printed(const Model &model)
{
    QStringList words;
    for (const Row &row : model.rows())
        words << row.key + QString::number(row.value);
    return words.join(u' ');
}

} // namespace

class TableModelTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void difference_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("first load") << "" << "a1 b2 c3";
        QTest::newRow("nothing") << "a1 b2" << "a1 b2";
        QTest::newRow("changed") << "a1 b2 c3" << "a1 b5 c3";
        QTest::newRow("removed in the middle") << "a1 b2 c3" << "a1 c3";
        QTest::newRow("inserted in front") << "b2 c3" << "a1 b2 c3";
        QTest::newRow("moved to the front") << "a1 b2 c3" << "c3 a1 b2";
        QTest::newRow("moved to the back") << "a1 b2 c3" << "b2 c3 a1";
        QTest::newRow("all at once") << "a1 b2 c3 d4" << "d4 e5 b9";
        QTest::newRow("emptied") << "a1 b2" << "";
    }

    void difference()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        Model model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setRows(rows(before));
        model.setRows(rows(after));
        QCOMPARE(printed(model), after);
        QCOMPARE(reset.count(), 0);
    }

    void anyDifferenceArrives()
    {
        QRandomGenerator random(7);
        Model model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        for (int round = 0; round < 300; ++round) {
            std::vector<Row> wanted;
            QString keys = QStringLiteral("abcdefgh");
            while (!keys.isEmpty() && random.bounded(6) != 0) {
                const int at = random.bounded(int(keys.size()));
                wanted.push_back({QString(keys[at]), random.bounded(3)});
                keys.remove(at, 1);
            }
            model.setRows(wanted);
            QCOMPARE(model.rows(), wanted);
        }
    }

    // A key must be unique; when it is not, the rows still come out as wanted.
    void keyThatComesTwiceDoesNotStick()
    {
        Model model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        for (const char *state : {"a1 b2 a3", "b2 a3 a4", "a1 a1 a1", "b2"}) {
            model.setRows(rows(QLatin1String(state)));
            QCOMPARE(printed(model), QLatin1String(state));
        }
    }

    void selectionStaysOnItsRow()
    {
        Model model;
        model.setRows(rows(QStringLiteral("a1 b2 c3")));
        const QPersistentModelIndex kept(model.index(1, 0));
        model.setRows(rows(QStringLiteral("c3 x9 b7")));
        QCOMPARE(kept.data().toString(), QStringLiteral("b"));
        QCOMPARE(kept.sibling(kept.row(), 1).data().toString(), QStringLiteral("7"));
    }

    void copiesAsTsvWithoutBreakingTheTable()
    {
        Model model;
        model.setRows({{QStringLiteral("a\tb\nc"), 4}, {QStringLiteral("\"d\" e"), 5},
            {QStringLiteral("f \"g\""), 6}});
        QCOMPARE(model.asTsv({model.index(0, 0), model.index(1, 0), model.index(2, 0)}),
            QStringLiteral("Key\tValue\n\"a\tb\nc\"\t4\n\"\"\"d\"\" e\"\t5\nf \"g\"\t6\n"));
    }

    void numbersStandRightAndCellsSpeak()
    {
        Model model;
        model.setRows(rows(QStringLiteral("a1")));
        const QModelIndex cell = model.index(0, 1);
        QCOMPARE(cell.data(Qt::TextAlignmentRole).toInt(), int(Qt::AlignRight | Qt::AlignVCenter));
        QCOMPARE(cell.data(Qt::AccessibleTextRole).toString(), QStringLiteral("1"));
        QCOMPARE(cell.data(models::IdRole).toString(), QStringLiteral("a"));
    }
};

QTEST_GUILESS_MAIN(TableModelTest)
#include "tst_tablemodel.moc"
