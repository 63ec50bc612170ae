// SPDX-License-Identifier: Apache-2.0
#include "editors/carets.h"
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/masks.h"
#include "editors/searcher.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

using namespace chancery;
using editors::CodeView;
using editors::ConfigEditor;

namespace {

// Made up.
constexpr auto schema = R"({"properties": {
    "pin": {"type": "string", "x-sensitive": true},
    "vault": {"x-sensitive": true, "properties": {"inner": {"type": "string"}}}}})";

} // namespace

// What is covered is neither found nor changed by what works on the whole text, wherever it is
// written.
class CoveredSearchTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void searchingSeesNoCover();
    void replacingLeavesCoversAlone();
    void occurrencesUnderACoverAreNotSelected();
    void whatAnAliasShowsElsewhereIsCoveredThere();
    void sensitiveFlagsAreCovered();

private:
    bool open(const QString &text)
    {
        m_editor->setText(text, core::Format::Yaml);
        return QTest::qWaitFor([this] { return !m_editor->isBusy(); });
    }

    tests::Desk m_desk;
    std::unique_ptr<ConfigEditor> m_editor;
};

void CoveredSearchTest::init()
{
    m_editor = std::make_unique<ConfigEditor>(m_desk.executor());
    m_editor->setAdvisor(tests::advisorFor(schema));
    m_editor->resize(500, 200);
    m_editor->show();
    QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
    m_editor->setFocus();
}

// Neither the number of hits nor where they are tells anything of what is covered.
void CoveredSearchTest::searchingSeesNoCover()
{
    QVERIFY(open(QStringLiteral("pin: '4711'\nopen: 4711\nport: 17\n")));
    editors::Searcher searcher(*m_editor, m_desk.executor());
    const auto found = [&](const char *pattern, bool isExpression) {
        searcher.look({pattern, isExpression, true, false});
        return QTest::qWaitFor([&searcher] { return !searcher.isBusy(); }) ? searcher.count() : 99;
    };
    QCOMPARE(found("4711", false), std::size_t(1));
    QCOMPARE(found("pin: '[0-4]", true), std::size_t(0));
    QCOMPARE(found("pin: '[5-9]", true), std::size_t(0));
    QCOMPARE(found("pin: (.*)\n", true), std::size_t(0)); // it would have to begin in the cover
    QCOMPARE(found("pin", false), std::size_t(1));
}

void CoveredSearchTest::replacingLeavesCoversAlone()
{
    QVERIFY(open(QStringLiteral("a: 4711\npin: '4711'\nopen: 4711\nvault: {inner: x4711}\n")));
    editors::Searcher searcher(*m_editor, m_desk.executor());
    std::size_t count = 0;
    connect(&searcher, &editors::Searcher::replaced, this,
        [&count](std::size_t done) { count = done; });
    searcher.look({"4711", false, true, false});
    QTRY_VERIFY(!searcher.isBusy());
    searcher.replaceAll("12");
    QTRY_COMPARE(count, std::size_t(2));
    QCOMPARE(
        m_editor->text(), QStringLiteral("a: 12\npin: '4711'\nopen: 12\nvault: {inner: x4711}\n"));
    QVERIFY(m_editor->view().masks().covers(13, 14));
    m_editor->undo(); // one step
    QCOMPARE(m_editor->text(),
        QStringLiteral("a: 4711\npin: '4711'\nopen: 4711\nvault: {inner: x4711}\n"));
    QTRY_VERIFY(!m_editor->isBusy());
    searcher.look({"open: (.*)\npin|(\\w+): '.*'", true, true, false});
    QTRY_VERIFY(!searcher.isBusy());
    searcher.replaceAll("note: $0"); // no group brings a cover to light
    QTRY_COMPARE(count, std::size_t(0));
    QVERIFY(m_editor->text().contains(QStringLiteral("pin: '4711'")));
}

void CoveredSearchTest::occurrencesUnderACoverAreNotSelected()
{
    QVERIFY(open(QStringLiteral("a: 4711\npin: '4711'\nopen: 4711\n")));
    CodeView &view = m_editor->view();
    view.send(QsciScintillaBase::SCI_SETSEL, 3, 7);
    editors::addNextOccurrence(view);
    QCOMPARE(view.send(QsciScintillaBase::SCI_GETSELECTIONS), 2L);
    QCOMPARE(view.send(QsciScintillaBase::SCI_GETSELECTIONNSTART, 1),
        long(m_editor->text().lastIndexOf(QStringLiteral("4711"))));
    view.send(QsciScintillaBase::SCI_SETSEL, 3, 7);
    QVERIFY(editors::addAllOccurrences(view));
    QCOMPARE(view.send(QsciScintillaBase::SCI_GETSELECTIONS), 2L);
}

// What an alias stands for is written where its anchor is.
void CoveredSearchTest::whatAnAliasShowsElsewhereIsCoveredThere()
{
    const auto text = QStringLiteral(
        "open: &o zebra\nk: &a quagga\npin: *a\nm: &m {p: okapi, q: 1}\nvault: *m\nu: *o\n");
    QVERIFY(open(text));
    const auto covers = [&](const char *word) {
        const auto at = std::size_t(text.indexOf(QLatin1String(word)));
        return m_editor->view().masks().covers(at, at + 1);
    };
    QVERIFY(covers("quagga"));
    QVERIFY(covers("okapi"));
    QVERIFY(!covers("zebra"));
}

void CoveredSearchTest::sensitiveFlagsAreCovered()
{
    QVERIFY(open(QStringLiteral("vault: {inner: true, b: false, c: null}\nopen: true\n")));
    const auto &masks = m_editor->view().masks();
    QVERIFY(masks.covers(15, 16));
    QVERIFY(masks.covers(24, 25));
    QVERIFY(!masks.covers(m_editor->source().size() - 3, m_editor->source().size() - 2));
}

QTEST_MAIN(CoveredSearchTest)
#include "tst_coveredsearch.moc"
