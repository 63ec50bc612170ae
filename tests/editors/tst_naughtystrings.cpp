// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "engine/core/document/json.h"
#include "engine/core/document/patch.h"
#include "models/qtconvert.h"
#include "tests/editors/desk.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

using namespace chancery;
using core::Format;
using editors::ConfigEditor;
using tests::Desk;

// The strings that break programs: scripts of all directions, control characters, emoji, markup.
class TestNaughtyStrings : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void naughtyStringsSurvive_data();
    void naughtyStringsSurvive();
};

// Typed beside, set by a patch, undone, copied and pasted: the strings that break programs come
// back to the byte. tests/views/tst_fields.cpp puts them through a field of the form.
void TestNaughtyStrings::naughtyStringsSurvive_data()
{
    QTest::addColumn<Format>("format");
    QTest::newRow("json") << Format::Json;
    QTest::newRow("yaml") << Format::Yaml;
    QTest::newRow("toml") << Format::Toml;
}

void TestNaughtyStrings::naughtyStringsSurvive()
{
    const auto folder = support::corpus("strings");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    QFETCH(Format, format);
    Desk desk;
    ConfigEditor editor(desk.executor());
    const auto list = core::readJson(support::contentOf(*folder / "blns.json"));
    QVERIFY(list);
    const std::string plain = format == Format::Json ? R"({"value": "x"})"
        : format == Format::Yaml                     ? "value: x\n"
                                                     : "value = \"x\"\n";
    int count = 0;
    int covered = 0;
    for (const auto &item : list.tree().root()) {
        const std::string naughty(item.value().text());
        std::string json;
        core::appendJsonString(json, naughty);
        const auto before = core::read(plain, format);
        const auto patch = core::setValue(before.tree(), "/value", json);
        QVERIFY2(patch, naughty.c_str());
        const auto text = patch->appliedTo(plain);
        editor.setSource(text, format);
        QCOMPARE(editor.source(), text);
        // As a person would: by the keyboard, and back.
        editor.goToOffset(text.size());
        QTest::keyClick(&editor.view(), Qt::Key_Space);
        QCOMPARE(editor.source(), text + ' ');
        editor.undo();
        QCOMPARE(editor.source(), text);
        // The way that a draft is saved and read again.
        QCOMPARE(models::fromQt(editor.text()), text);
        const auto after = core::read(editor.source(), format);
        QVERIFY2(after, naughty.c_str());
        QCOMPARE(std::string(after.tree().root()["value"].text()), naughty);
        // Copied and put in its own place, by this program and by another.
        for (const bool isForeign : {false, true}) {
            QTest::keyClick(&editor.view(), Qt::Key_A, Qt::ControlModifier);
            QTest::keyClick(&editor.view(), Qt::Key_C, Qt::ControlModifier);
            auto *clipboard = QGuiApplication::clipboard();
            const bool isCovered = clipboard->text() != editor.text();
            if (isForeign && isCovered)
                continue;
            if (isForeign)
                clipboard->setText(clipboard->text());
            QTest::keyClick(&editor.view(), Qt::Key_V, Qt::ControlModifier);
            QCOMPARE(editor.source(), text);
            covered += isCovered ? 1 : 0;
        }
        ++count;
    }
    QVERIFY(count > 500);
    QVERIFY(covered < 20);
}

QTEST_MAIN(TestNaughtyStrings)
#include "tst_naughtystrings.moc"
