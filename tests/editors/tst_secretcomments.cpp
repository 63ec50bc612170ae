// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/masks.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QMenu>

using namespace chancery;

namespace {

// Made up.
const auto secret = QStringLiteral("t9Kq2vX8mPz");

} // namespace

// Secrets that somebody left in comments: covered, told, and taken out.
class TestSecretComments : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void secretInACommentIsAWarningWithFixes();
    void itIsCoveredWhileTheTextCannotBeRead();

private:
    bool open(const QString &text, core::Format format = core::Format::Yaml)
    {
        m_editor->setText(text, format);
        return QTest::qWaitFor([this] { return !m_editor->isBusy(); });
    }
    editors::CodeView &view() { return m_editor->view(); }
    bool isCovered(const QString &part)
    {
        const auto at = std::size_t(m_editor->text().indexOf(part));
        return view().masks().covers(at, at + std::size_t(part.size()));
    }
    void goTo(const QString &part)
    {
        view().setCaret(std::size_t(m_editor->text().indexOf(part)) + 1);
    }

    tests::Desk m_desk;
    std::unique_ptr<editors::ConfigEditor> m_editor;
};

void TestSecretComments::init()
{
    m_editor = std::make_unique<editors::ConfigEditor>(m_desk.executor());
    m_editor->resize(500, 200);
    m_editor->show();
    QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
    m_editor->setFocus();
}

void TestSecretComments::secretInACommentIsAWarningWithFixes()
{
    QVERIFY(open(
        QStringLiteral("# the token is %1\nport: 1 # old: password=%1, no more\n").arg(secret)));
    QCOMPARE(m_editor->problems().size(), std::size_t(2));
    for (const auto &problem : m_editor->problems()) {
        QCOMPARE(problem.code, std::string("secret-in-comment"));
        QCOMPARE(problem.severity, editors::Severity::Warning);
        QVERIFY(problem.message.find(secret.toStdString()) == std::string::npos);
    }
    QVERIFY(isCovered(secret));
    auto *menu = m_editor->findChild<QMenu *>(QStringLiteral("quickFixes"));
    goTo(secret);
    QTest::keyClick(&view(), Qt::Key_Period, Qt::ControlModifier);
    QTRY_COMPARE(menu->actions().size(), 3);
    QCOMPARE(menu->actions().at(2)->text(), QStringLiteral("Remove the Whole Comment"));
    menu->actions().at(2)->trigger();
    menu->hide();
    QCOMPARE(m_editor->text(), QStringLiteral("port: 1 # old: password=%1, no more\n").arg(secret));
    QTRY_VERIFY(!m_editor->isBusy() && m_editor->problems().size() == 1);
    goTo(secret);
    QTest::keyClick(&view(), Qt::Key_Period, Qt::ControlModifier);
    QTRY_VERIFY(menu->isVisible());
    QTRY_COMPARE(menu->actions().size(), 3);
    menu->actions().front()->trigger();
    QCOMPARE(m_editor->text(), QStringLiteral("port: 1 # old: password=, no more\n"));
    QTRY_VERIFY(!m_editor->isBusy() && m_editor->problems().empty());
}

// As one types, a quote is open for a while.
void TestSecretComments::itIsCoveredWhileTheTextCannotBeRead()
{
    QVERIFY(open(QStringLiteral("a: \"x\n# password: %1\n").arg(secret)));
    QVERIFY(m_editor->isBroken());
    QTRY_VERIFY(isCovered(secret));
}

QTEST_MAIN(TestSecretComments)
#include "tst_secretcomments.moc"
