// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/editors/formbench.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"
#include "views/common/resources.h"
#include "views/configs/fielddelegate.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTreeView>

using namespace chancery;
using core::Format;

namespace {

std::string quoted(const std::string &text)
{
    std::string json;
    core::appendJsonString(json, text);
    return json;
}

// A form over the text of an editor, whose fields are opened and left as a view does it.
class FieldBench : public tests::FormBench {
public:
    explicit FieldBench(const char *schema = nullptr)
        : FormBench("{\"note\": \"\"}", Format::Json, schema)
        , m_look(views::Theme::Kind::Light)
        , m_delegate(m_look, m_view)
    {
        m_view.setModel(&model);
    }

    bool start(const std::string &value)
    {
        editor.setSource("{\"note\": " + quoted(value) + ", \"end\": 1}", Format::Json);
        return rest();
    }
    std::unique_ptr<QWidget> open()
    {
        std::unique_ptr<QWidget> field(m_delegate.createEditor(m_view.viewport(), {}, note()));
        m_delegate.setEditorData(field.get(), note());
        return field;
    }
    bool leave(QWidget &field)
    {
        m_delegate.setModelData(&field, &model, note());
        return rest();
    }
    std::string value()
    {
        const auto reading = core::read(editor.source(), Format::Json);
        return std::string(reading.tree().root()["note"].text());
    }

private:
    QModelIndex note() { return cell("/note"); }

    views::Look m_look;
    QTreeView m_view;
    views::FieldDelegate m_delegate;
};

// Before a place of the text, counted in what the field shows.
void typeAt(QWidget &field, int place, const QString &text)
{
    if (auto *line = qobject_cast<QLineEdit *>(&field)) {
        line->setCursorPosition(place);
        line->insert(text);
        return;
    }
    QTextCursor cursor = static_cast<QPlainTextEdit &>(field).textCursor();
    cursor.setPosition(place);
    cursor.insertText(text);
}

} // namespace

// What the fields of a form do with the texts that are opened in them.
class FieldsTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { views::initialiseResources(); }
    void whatIsOnlyLookedAtStaysAsItIs_data();
    void whatIsOnlyLookedAtStaysAsItIs();
    void onlyWhatIsTypedChanges_data();
    void onlyWhatIsTypedChanges();
    void aChoiceThatIsNotOfferedStays();
    void naughtyStringsGoThroughAField();
};

void FieldsTest::whatIsOnlyLookedAtStaysAsItIs_data()
{
    QTest::addColumn<QByteArray>("value");
    const QByteArray filling(130, 'x');
    QTest::newRow("plain") << QByteArray("one\ntwo\n");
    QTest::newRow("carriage returns") << QByteArray("one\r\ntwo\rthree\n");
    QTest::newRow("a space that does not break") << filling + QByteArray("one\u00a0two");
    QTest::newRow("a line separator") << filling + QByteArray("one\u2028two");
    QTest::newRow("a paragraph separator") << filling + QByteArray("one\u2029two");
    QTest::newRow("the signs of frames") << filling + QByteArray("\ufdd0one\ufdd1");
    QTest::newRow("all in a line") << QByteArray("\u00a0\u2028\u2029\r");
    QTest::newRow("others") << filling + QByteArray("\u200b\ufeff\a\t\u202e\ufffc\xc2\x85");
}

void FieldsTest::whatIsOnlyLookedAtStaysAsItIs()
{
    QFETCH(QByteArray, value);
    FieldBench bench;
    QVERIFY(bench.start(value.toStdString()));
    const auto before = bench.editor.source();
    const auto field = bench.open();
    QVERIFY(bench.leave(*field));
    QCOMPARE(bench.editor.source(), before);
    QVERIFY(!bench.editor.canUndo());
    // Also when it is taken by a key.
    field->setProperty("entered", true);
    QVERIFY(bench.leave(*field));
    QCOMPARE(bench.editor.source(), before);
}

void FieldsTest::onlyWhatIsTypedChanges_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("place");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("after");
    const QByteArray odd("a\r\nb\u00a0\u2028c\rd\u2029e\n");
    QTest::newRow("a letter in front") << odd << 0 << "x" << "x" + odd;
    QTest::newRow("a letter in the middle")
        << odd << 3 << "x" << QByteArray("a\r\nbx\u00a0\u2028c\rd\u2029e\n");
    QTest::newRow("a letter at the end") << odd << 11 << "x" << odd + "x";
    QTest::newRow("a line") << odd << 1 << "\nx"
                            << QByteArray("a\r\nx\r\nb\u00a0\u2028c\rd\u2029e\n");
    QTest::newRow("a line among plain ones")
        << QByteArray("a\nb") << 1 << "\nx" << QByteArray("a\nx\nb");
    QTest::newRow("the first line") << QByteArray(130, 'y') << 0 << "x\n"
                                    << "x\n" + QByteArray(130, 'y');
}

void FieldsTest::onlyWhatIsTypedChanges()
{
    QFETCH(QByteArray, value);
    QFETCH(int, place);
    QFETCH(QString, typed);
    QFETCH(QByteArray, after);
    FieldBench bench;
    QVERIFY(bench.start(value.toStdString()));
    const auto field = bench.open();
    QVERIFY(qobject_cast<QPlainTextEdit *>(field.get()));
    typeAt(*field, place, typed);
    QVERIFY(bench.leave(*field));
    QCOMPARE(QByteArray::fromStdString(bench.value()), after);
    // Two places at once: the lines between them end as they did.
    const auto again = bench.open();
    typeAt(*again, int(static_cast<QPlainTextEdit &>(*again).document()->characterCount()) - 1,
        QStringLiteral("z"));
    typeAt(*again, 0, QStringLiteral("z"));
    QVERIFY(bench.leave(*again));
    QCOMPARE(QByteArray::fromStdString(bench.value()), "z" + after + "z");
}

// A value that the schema does not allow is not taken away by looking at the list.
void FieldsTest::aChoiceThatIsNotOfferedStays()
{
    FieldBench bench(R"({"properties": {"note": {"enum": ["fast", "safe"]}}})");
    QVERIFY(bench.start("odd\u00a0one"));
    const auto before = bench.editor.source();
    const auto field = bench.open();
    auto *box = qobject_cast<QComboBox *>(field.get());
    QVERIFY(box);
    QVERIFY(bench.leave(*field));
    QCOMPARE(bench.editor.source(), before);
    box->setCurrentIndex(1);
    QVERIFY(bench.leave(*field));
    QCOMPARE(bench.value(), std::string("safe"));
}

// The strings that break programs, in a line and in an area.
void FieldsTest::naughtyStringsGoThroughAField()
{
    const auto folder = support::corpus("strings");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    const auto list = core::readJson(support::contentOf(*folder / "blns.json"));
    QVERIFY(list);
    FieldBench bench;
    int count = 0;
    int covered = 0;
    for (const auto &item : list.tree().root()) {
        const std::string naughty(item.value().text());
        std::vector<std::string> values{naughty};
        if (count % 4 == 0)
            values.push_back(naughty + "\r\n" + naughty);
        for (const auto &value : values) {
            QVERIFY(bench.start(value));
            const auto before = bench.editor.source();
            const auto field = bench.open();
            QVERIFY(bench.leave(*field));
            QCOMPARE(bench.editor.source(), before);
            const auto *line = qobject_cast<QLineEdit *>(field.get());
            if (line && line->echoMode() == QLineEdit::Password) {
                ++covered;
                continue;
            }
            typeAt(*field, 0, QStringLiteral("x"));
            QVERIFY(bench.leave(*field));
            QVERIFY2(bench.value() == "x" + value,
                (bench.value() + " is not x" + value + " " + (line ? "line" : "area")).c_str());
            ++count;
        }
    }
    QVERIFY(count > 500);
    QVERIFY(covered < 20);
}

QTEST_MAIN(FieldsTest)
#include "tst_fields.moc"
