// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/diffview.h"
#include "editors/masks.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

using namespace chancery;
using editors::CodeView;
using editors::ConfigEditor;

namespace {

constexpr auto schema = R"({"properties": {
    "vault": {"x-sensitive": true, "properties": {"inner": {"type": "string"}}}}})";

} // namespace

// What is covered of a text that cannot be read.
class GuessedCovers : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatCannotBeReadIsGuessed_data();
    void whatCannotBeReadIsGuessed();
    void whatWasSensitiveIsGuessed();

private:
    bool open(const QString &text, core::Format format = core::Format::Yaml)
    {
        m_editor.setText(text, format);
        return QTest::qWaitFor([this] { return !m_editor.isBusy(); });
    }
    bool isCovered(const QString &part)
    {
        const auto at = std::size_t(m_editor.text().indexOf(part));
        return m_editor.view().masks().covers(at, at + std::size_t(part.size()));
    }

    tests::Desk m_desk;
    ConfigEditor m_editor{m_desk.executor()};
};

void GuessedCovers::whatCannotBeReadIsGuessed_data()
{
    QTest::addColumn<core::Format>("format");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("hidden");
    const auto row
        = [](const char *name, core::Format format, const char *text, const char *hidden) {
              QTest::newRow(name) << format << QString::fromUtf8(text)
                                  << QString::fromUtf8(hidden).split(u' ');
          };
    using core::Format;
    row("an open brace", Format::Json, R"({"password": "abc", "open": "value")", "abc");
    row("an open quote", Format::Json, "{\"password\": \"abc\n}", "abc");
    row("no colon", Format::Json, R"({"password" "abc", "open": 1})", "abc");
    row("no colon, YAML", Format::Yaml, "password abc\nopen: [value\n", "abc");
    row("items", Format::Yaml, "passwords:\n  - abc\n  - def\nopen: [\n", "abc def");
    row("a block", Format::Yaml, "secret: |\n  abc\n\n  def\nopen: [value\n", "abc def");
    row("a private key", Format::Yaml,
        "note: |\n  -----BEGIN "
        "PRIVATE KEY-----\n  abc\n  -----END PRIVATE KEY-----\nopen: [value\n",
        "abc");
    row("TOML", Format::Toml, "secret = '''\nabc\n'''\ntoken = 'def\nopen = = 1\n", "abc def");
}

void GuessedCovers::whatCannotBeReadIsGuessed()
{
    QFETCH(core::Format, format);
    QFETCH(QString, text);
    QFETCH(QStringList, hidden);
    m_editor.setAdvisor(nullptr);
    QVERIFY(open(text, format));
    QVERIFY(m_editor.isBroken());
    for (const QString &part : hidden)
        QVERIFY2(isCovered(part), qPrintable(part));
    QVERIFY(!isCovered(QStringLiteral("open")));
    editors::DiffView difference(m_desk.executor());
    difference.show();
    QSignalSpy compared(&difference, &editors::DiffView::compared);
    difference.setTexts(QString(), text, format);
    QTRY_COMPARE(compared.count(), 1);
    for (const auto *pane : difference.findChildren<CodeView *>()) {
        for (const QString &part : hidden)
            QVERIFY(!QString::fromStdString(pane->bytes()).contains(part));
    }
}

// What could be read before tells what is sensitive in what cannot be read now.
void GuessedCovers::whatWasSensitiveIsGuessed()
{
    m_editor.setAdvisor(tests::advisorFor(schema));
    QVERIFY(open(QStringLiteral("vault: {inner: abcd}\nopen: value\n")));
    m_editor.view().replaceBytes(
        0, m_editor.view().byteCount(), "vault: {inner: efgh\nother: abcd\nopen: value\n");
    QTRY_VERIFY(!m_editor.isBusy());
    QVERIFY(m_editor.isBroken());
    QVERIFY(isCovered(QStringLiteral("efgh")) && isCovered(QStringLiteral("abcd")));
    QVERIFY(!isCovered(QStringLiteral("value")));
}

QTEST_MAIN(GuessedCovers)
#include "tst_guessedcovers.moc"
