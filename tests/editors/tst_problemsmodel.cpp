// SPDX-License-Identifier: Apache-2.0
#include "editors/problemsmodel.h"
#include "tests/support/testcase.h"

#include <QAbstractItemModelTester>
#include <QtWidgets>

using namespace chancery;
using editors::EditorProblem;
using editors::ProblemsModel;
using editors::Severity;

namespace {

EditorProblem problemAt(int line, const char *message, Severity severity = Severity::Error)
{
    EditorProblem problem;
    problem.severity = severity;
    problem.begin = std::size_t(line) * 10;
    problem.line = line;
    problem.column = 3;
    problem.message = message;
    problem.pointer = "/a";
    return problem;
}

QByteArray printed(const ProblemsModel &model)
{
    QByteArray text;
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column)
            text += model.index(row, column).data().toString().toUtf8() + ' ';
        text += '|';
    }
    return text;
}

} // namespace

class TestProblemsModel : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void rowsSayWhatAndWhere();
    void rowsThatStayAreNotReset();
};

void TestProblemsModel::rowsSayWhatAndWhere()
{
    ProblemsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setProblems({problemAt(1, "One"), problemAt(2, "Two", Severity::Warning)});
    QCOMPARE(printed(model), QByteArray("Error One /a 1:3 |Warning Two /a 2:3 |"));
    QCOMPARE(model.index(1, 0).data(ProblemsModel::OffsetRole).toULongLong(), 20ULL);
    model.setProblems({});
    QCOMPARE(model.rowCount(), 0);
}

void TestProblemsModel::rowsThatStayAreNotReset()
{
    ProblemsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setProblems({problemAt(1, "One"), problemAt(2, "Two")});
    const QPersistentModelIndex first(model.index(0, 0));
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setProblems({problemAt(1, "One"), problemAt(3, "Three"), problemAt(4, "Four")});
    QVERIFY(first.isValid());
    QCOMPARE(reset.size(), 0);
    QCOMPARE(
        printed(model), QByteArray("Error One /a 1:3 |Error Three /a 3:3 |Error Four /a 4:3 |"));
}

QTEST_MAIN(TestProblemsModel)
#include "tst_problemsmodel.moc"
