// SPDX-License-Identifier: Apache-2.0
#include "editors/diff/difftreemodel.h"
#include "editors/diffview.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

using namespace chancery;
using editors::DiffRules;
using editors::DiffView;

namespace {

// A view on the screen with two YAML texts.
class Shown {
public:
    DiffView &view() { return m_view; }
    bool compare(const char *left, const char *right)
    {
        m_view.setTexts(QString::fromUtf8(left), QString::fromUtf8(right), core::Format::Yaml);
        return rest();
    }
    bool rest()
    {
        if (!QTest::qWaitFor([this] { return !m_view.isBusy(); }))
            return false;
        m_view.show();
        m_view.activateWindow();
        return QTest::qWaitForWindowActive(&m_view);
    }
    // Of those that are listed by key.
    int keyCount() const
    {
        const auto *tree = m_view.findChild<QTreeView *>(QStringLiteral("changedKeys"));
        return qobject_cast<editors::DiffTreeModel *>(tree->model())->changeCount();
    }

private:
    tests::Desk m_desk;
    DiffView m_view{m_desk.executor()};
};

} // namespace

// What a comparison passes over, and how it is written.
class TestDiffRules : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void rulesAreWords();
    void orderAndACommentAreIgnoredTogether();
    void rulesAreChosenAtTheBar();
    void rulesAreOfKeysWithBlanksToo();
    void rulesAreOfWhereAnItemWillBe();
};

void TestDiffRules::rulesAreWords()
{
    DiffRules rules;
    rules.ignoresComments = true;
    rules.ignoredPaths = {"/a/*", "/b"};
    QCOMPARE(DiffRules::fromWords(rules.words()), rules);
    const QStringList strange{QStringLiteral("paths"), QStringLiteral("a/b"), QString()};
    QVERIFY(DiffRules::fromWords(strange).isEmpty());
    // The key that is empty.
    QCOMPARE(
        DiffRules::fromWords({QStringLiteral("/")}).ignoredPaths, std::vector<std::string>{"/"});
}

void TestDiffRules::orderAndACommentAreIgnoredTogether()
{
    DiffRules rules;
    rules.ignoresComments = true;
    QVERIFY(!rules.ignores(core::HunkCause::OrderAndComment));
    rules.ignoresOrder = true;
    QVERIFY(rules.ignores(core::HunkCause::OrderAndComment));
    rules.ignoresComments = false;
    QVERIFY(!rules.ignores(core::HunkCause::OrderAndComment));
}

void TestDiffRules::rulesAreChosenAtTheBar()
{
    Shown shown;
    QVERIFY(shown.compare("a: 1 # x\nb: 2\nc: 3\nd: 4\n", "a: 1 # y\nb: 2\nc: 3\nd: 5\n"));
    const QSignalSpy changed(&shown.view(), &DiffView::rulesChanged);
    shown.view().findChild<QAction *>(QStringLiteral("ignoreComments"))->trigger();
    QVERIFY(shown.rest());
    QCOMPARE(changed.size(), 1);
    QCOMPARE(shown.view().changeCount(), 1);
    auto *paths = shown.view().findChild<QLineEdit *>(QStringLiteral("ignoredPaths"));
    paths->setText(QStringLiteral(" nonsense  /d "));
    Q_EMIT paths->editingFinished();
    QVERIFY(shown.rest());
    QCOMPARE(changed.size(), 2);
    QCOMPARE(shown.view().rules().words(),
        (QStringList{QStringLiteral("comments"), QStringLiteral("/d")}));
    QCOMPARE(shown.view().changeCount(), 0);
}

// Also after another rule was chosen, for which all of the line is read again.
void TestDiffRules::rulesAreOfKeysWithBlanksToo()
{
    Shown shown;
    QVERIFY(shown.compare("my: {a: 1}\nmy key: 1\n", "my: {a: 2}\nmy key: 2\n"));
    auto *paths = shown.view().findChild<QLineEdit *>(QStringLiteral("ignoredPaths"));
    paths->setText(QStringLiteral("/my key /other one"));
    Q_EMIT paths->editingFinished();
    const QStringList wanted{QStringLiteral("/my key"), QStringLiteral("/other one")};
    QCOMPARE(shown.view().rules().words(), wanted);
    QVERIFY(shown.rest());
    QCOMPARE(shown.view().changeCount(), 1);
    shown.view().findChild<QAction *>(QStringLiteral("ignoreComments"))->trigger();
    QCOMPARE(shown.view().rules().words(), QStringList{QStringLiteral("comments")} + wanted);
}

// What goes into a list stands where it will be, as the keys show it.
void TestDiffRules::rulesAreOfWhereAnItemWillBe()
{
    Shown shown;
    QVERIFY(shown.compare("- a\n- b\n", "- x\n- a\n- y\n- b\n"));
    const auto countWithout = [&shown](const char *path) {
        DiffRules rules;
        rules.ignoredPaths = {path};
        shown.view().setRules(rules);
        return shown.rest() ? shown.view().changeCount() : -1;
    };
    QCOMPARE(countWithout("/2"), 1);
    QCOMPARE(countWithout("/1"), 2);
    QCOMPARE(countWithout("/2"), 1);
    shown.view().setMode(DiffView::Mode::Keys);
    QCOMPARE(shown.keyCount(), 1);
    shown.view().setRules({});
    QVERIFY(shown.rest());
    QCOMPARE(shown.keyCount(), 2);
    QCOMPARE(countWithout("/2"), 1);
    QCOMPARE(shown.keyCount(), 1);
}

QTEST_MAIN(TestDiffRules)
#include "tst_diffrules.moc"
