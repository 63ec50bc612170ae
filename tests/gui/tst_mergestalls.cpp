// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/merge/mergeview.h"
#include "tests/editors/desk.h"
#include "tests/support/stallmeter.h"
#include "tests/support/testcase.h"

using namespace chancery;
using editors::MergeView;

// A megabyte with a thousand conflicts: the executor reads it, the window does not wait. The
// longest event is reported; the walk fails when it does not get where it should.
class MergeStalls : public support::TestCase {
    Q_OBJECT

public:
    explicit MergeStalls(support::StallMeter &meter)
        : m_meter(meter)
    {
    }

private Q_SLOTS:
    void thousandConflictsKeepTheWindowGoing();

private:
    support::StallMeter &m_meter;
    tests::Desk m_desk;
};

void MergeStalls::thousandConflictsKeepTheWindowGoing()
{
    constexpr int count = 1000;
    const auto text = [](const char *value) {
        const std::string filling(900, 'x');
        std::string all;
        for (int i = 0; i < count; ++i) {
            const auto number = std::to_string(i);
            all += "k" + number + ": " + value + "\nf" + number + ": " + filling + '\n';
        }
        return all;
    };
    const auto merge = std::make_shared<const core::ThreeWayMerge>(
        core::MergeInput{text("1"), text("2"), text("3"), core::Format::Yaml});
    QCOMPARE(merge->conflicts().size(), std::size_t(count));
    MergeView view(m_desk.executor());
    view.resize(1000, 700);
    view.show();
    m_meter.begin();
    view.setMerge(merge, MergeView::Purpose::Decide);
    QTRY_VERIFY_WITH_TIMEOUT(!view.isBusy() && !view.resultEditor().isBusy(), 30'000);
    qInfo("%s", qPrintable(m_meter.end().text("a thousand conflicts opened")));
    QCOMPARE(view.openCount(), count);
    m_meter.begin();
    view.takeTheirs();
    QVERIFY(view.isBusy());
    view.takeMine(); // not before the first is done
    QTRY_VERIFY_WITH_TIMEOUT(!view.isBusy(), 30'000);
    view.goToNext();
    QTRY_VERIFY_WITH_TIMEOUT(!view.isBusy() && !view.resultEditor().isBusy(), 30'000);
    qInfo("%s", qPrintable(m_meter.end().text("and one answered")));
    QVERIFY(view.result().startsWith(QStringLiteral("k0: 2\n")));
    QCOMPARE(view.openCount(), count - 1);
}

int main(int argc, char **argv)
{
    support::StallMeter meter(argc, argv);
    MergeStalls test(meter);
    return QTest::qExec(&test, argc, argv);
}
#include "tst_mergestalls.moc"
