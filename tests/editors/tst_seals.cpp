// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/fixer.h"
#include "editors/masks.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QSignalSpy>
#include <QtTest/QtTest>

using namespace chancery;
using editors::ConfigEditor;

namespace {

const QString sealed
    = QStringLiteral(R"({"$sealed":{"v":1,"alg":"A256GCM","kid":"dek-7","n":"AAECAwQFBgcICQoL",)"
                     R"("ct":"ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh"}})");

} // namespace

// Sealed values in the text.
class SealsTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isCoveredWholeAndCheckedNoFurther();
    void brokenOnesAreAnError();
    void sensitiveValuesAreOfferedToBeSealed();
    void whatOnlyItsNameTellsOfIsOfferedWhenAsked();
    void revealAsksForMoreThanTheText();

private:
    bool open(const QString &text)
    {
        m_editor->setText(text, core::Format::Yaml);
        return QTest::qWaitFor([this] { return m_editor->isAnalysed() && !m_editor->isBusy(); });
    }
    QString problems() const
    {
        QStringList told;
        for (const auto &problem : m_editor->problems())
            told << QString::fromStdString(problem.pointer + ' ' + problem.code);
        return told.join(u'|');
    }

    tests::Desk m_desk;
    std::unique_ptr<ConfigEditor> m_editor;
};

void SealsTest::init()
{
    m_editor = std::make_unique<ConfigEditor>(m_desk.executor());
    m_editor->setAdvisor(tests::advisorFor(
        R"({"properties":{"pin":{"type":"string","x-sensitive":true},"n":{"type":"integer"}}})"));
}

void SealsTest::isCoveredWholeAndCheckedNoFurther()
{
    QVERIFY(open(QStringLiteral("n: %1\npin: %1\nopen: 1\n").arg(sealed)));
    QCOMPARE(problems(), QString());
    const auto begin = std::size_t(m_editor->text().indexOf(u'{'));
    const auto around = m_editor->view().masks().sealedAround(begin + 30);
    QVERIFY(around);
    QCOMPARE(around->first, begin);
    QCOMPARE(around->second, begin + std::size_t(sealed.size()));
    QVERIFY(!m_editor->view().masks().sealedAround(begin - 2));
    QVERIFY(!m_editor->view().masks().sealedAround(m_editor->view().byteCount() - 2));
}

void SealsTest::brokenOnesAreAnError()
{
    QString broken = sealed;
    QVERIFY(open(QStringLiteral("n: %1\n").arg(broken.replace(u'v', u'w'))));
    QVERIFY(problems().contains(QStringLiteral("/n malformed-seal")));
}

void SealsTest::sensitiveValuesAreOfferedToBeSealed()
{
    QVERIFY(open(QStringLiteral("pin: '4711'\n")));
    QCOMPARE(problems(), QStringLiteral("/pin unsealed-value"));
    QCOMPARE(m_editor->problems().front().severity, editors::Severity::Information);
}

// No problem, or every other document would have one.
void SealsTest::whatOnlyItsNameTellsOfIsOfferedWhenAsked()
{
    QVERIFY(open(QStringLiteral("n: 1\npassword: swordfish\n")));
    QCOMPARE(problems(), QString());
    auto *fixer = m_editor->view().findChild<editors::Fixer *>();
    QSignalSpy answered(fixer, &editors::Fixer::answered);
    m_editor->goToOffset(18);
    fixer->show();
    QTRY_COMPARE(answered.size(), 1);
    QCOMPARE(fixer->fixes().size(), std::size_t(3));
    QSignalSpy wanted(fixer, &editors::Fixer::sealWanted);
    fixer->apply(0);
    QCOMPARE(wanted.size(), 1);
    m_editor->goToOffset(1);
    fixer->show();
    QTRY_COMPARE(answered.size(), 2);
    QVERIFY(fixer->fixes().empty());
}

void SealsTest::revealAsksForMoreThanTheText()
{
    QVERIFY(open(QStringLiteral("pin: %1\n").arg(sealed)));
    m_editor->goToOffset(20);
    QSignalSpy wanted(m_editor.get(), &ConfigEditor::sealRevealWanted);
    m_editor->revealValue();
    QCOMPARE(wanted.size(), 1);
    QVERIFY(m_editor->view().masks().covers(20, 21));
    // There is no place inside it.
    m_editor->view().setCaret(25);
    QCOMPARE(m_editor->pointer(), QStringLiteral("/pin"));
}

QTEST_MAIN(SealsTest)
#include "tst_seals.moc"
