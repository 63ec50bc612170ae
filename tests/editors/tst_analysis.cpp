// SPDX-License-Identifier: Apache-2.0
#include "editors/text/analysis.h"
#include "editors/text/linelexer.h"
#include "tests/support/testcase.h"

#include <QElapsedTimer>

using namespace chancery;
using core::Format;

namespace {

QByteArray lettersOf(const std::string &text, const std::string &styles)
{
    static constexpr std::string_view letters = ".ksnl-ct!";
    QByteArray shown;
    for (std::size_t at = 0; at < text.size(); ++at)
        shown += text[at] == '\n' || text[at] == ' ' ? text[at] : letters[std::size_t(styles[at])];
    return shown;
}

// A letter for every byte: key, string, number, literal, comment, tag, "-" for punctuation.
QByteArray styled(const std::string &text, Format format)
{
    const auto result = editors::analyse(std::make_shared<const std::string>(text), format);
    if (!result.analysis)
        return QByteArray::fromStdString(result.problem->code);
    std::string styles(text.size(), '\0');
    editors::paintTokens(result.analysis->tokens, 0, text.size(), styles.data());
    return lettersOf(text, styles);
}

QByteArray guessed(const std::string &text, Format format)
{
    std::string styles(text.size(), '\0');
    editors::lexLines(format, text, styles.data());
    return lettersOf(text, styles);
}

// Depth of every line, "+" behind the heads.
QByteArray folded(const std::string &text, Format format)
{
    const auto result = editors::analyse(std::make_shared<const std::string>(text), format);
    if (!result.analysis)
        return QByteArray::fromStdString(result.problem->code);
    QByteArray shown;
    for (const auto &fold : result.analysis->folds)
        shown += QByteArray::number(fold.depth) + (fold.isHead ? "+ " : " ");
    return shown.trimmed();
}

} // namespace

class TestAnalysis : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void stylesComeFromTheReader_data();
    void stylesComeFromTheReader();
    void linesAreGuessedAlike_data();
    void linesAreGuessedAlike();
    void aRangeIsPaintedLikeTheWhole();
    void blocksFoldUnderTheirHead_data();
    void blocksFoldUnderTheirHead();
    void whatDoesNotParseSaysWhere();
    void aliasBombIsAProblem();
    void secondDocumentIsTheProblem();
    void manySecretsInOneLineAreQuick();
};

void TestAnalysis::stylesComeFromTheReader_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("styles");
    QTest::newRow("json") << Format::Json << QByteArray(R"({"a": ["x\"y", -1.5e3, true, null]})")
                          << QByteArray(R"(-kkk- -ssssss- nnnnnn- llll- llll--)");
    QTest::newRow("yaml") << Format::Yaml << QByteArray("a: x # why\nb: &n 12\nc: *n\n")
                          << QByteArray("k- s c ccc\nk- tt nn\nk- tt\n");
    QTest::newRow("yaml: a sign inside a string is no comment")
        << Format::Yaml << QByteArray("a: 'b # c'\nd: b#c\n") << QByteArray("k- ss s ss\nk- sss\n");
    QTest::newRow("yaml: block text")
        << Format::Yaml << QByteArray("a: |\n  # b\nc: ~\n") << QByteArray("k- s\n  s s\nk- l\n");
    QTest::newRow("toml") << Format::Toml << QByteArray("# hi\n[a.b]\nc = 1 # x\nd = \"#\"\n")
                          << QByteArray("c cc\n-k-k-\nk - n c c\nk - sss\n");
    QTest::newRow("toml: repeated names are keys")
        << Format::Toml << QByteArray("[[a]]\nb.c = 1\nb.d = 2\n[[a]]\n")
        << QByteArray("--k--\nk-k - n\nk-k - n\n--k--\n");
}

void TestAnalysis::stylesComeFromTheReader()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, styles);
    QCOMPARE(styled(text.toStdString(), format), styles);
}

void TestAnalysis::linesAreGuessedAlike_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("styles");
    QTest::newRow("json") << Format::Json << QByteArray("{\"a\": \"b\", \"c\" : -1, true\n\"open")
                          << QByteArray("-kkk- sss- kkk - nn- llll\nsssss");
    QTest::newRow("yaml") << Format::Yaml << QByteArray("- a b: c d # x\n&n e: true\n'f': 12\n")
                          << QByteArray("- k k- s s c c\ntt k- llll\nkkk- nn\n");
    QTest::newRow("toml") << Format::Toml << QByteArray("a.b = \"c\" # d\ne = 1979-05-27\n")
                          << QByteArray("k-k - sss c c\nk - nnnnnnnnnn\n");
}

void TestAnalysis::linesAreGuessedAlike()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, styles);
    QCOMPARE(guessed(text.toStdString(), format), styles);
}

void TestAnalysis::aRangeIsPaintedLikeTheWhole()
{
    const std::string text = R"({"key": ["text", 12, {"b": null}], "c": false})";
    const auto result = editors::analyse(std::make_shared<const std::string>(text), Format::Json);
    std::string whole(text.size(), '\0');
    editors::paintTokens(result.analysis->tokens, 0, text.size(), whole.data());
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
        for (std::size_t end = begin; end <= text.size(); ++end) {
            std::string part(end - begin, '\0');
            editors::paintTokens(result.analysis->tokens, begin, end - begin, part.data());
            QCOMPARE(part, whole.substr(begin, end - begin));
        }
    }
}

void TestAnalysis::blocksFoldUnderTheirHead_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("folds");
    QTest::newRow("json") << Format::Json
                          << QByteArray("{\n\"a\": {\n\"b\": 1\n},\n\"c\": [],\n\"d\": [\n1]}\n")
                          << QByteArray("0+ 1+ 2 2 1 1+ 2 0");
    QTest::newRow("json: one block ends where the next begins")
        << Format::Json << QByteArray("[\n{\n\"a\": 1\n}, {\n\"b\": 2\n}]")
        << QByteArray("0+ 1+ 2 1+ 2 2");
    QTest::newRow("json: brackets back to back")
        << Format::Json << QByteArray("[\n[\n1\n], [\n2\n]]") << QByteArray("0+ 1+ 2 1+ 2 2");
    QTest::newRow("yaml") << Format::Yaml
                          << QByteArray(
                                 "a:\n  b: 1\n  c:\n    - x\n    - y\n\nd: |\n  t\n  u\ne: 1\n")
                          << QByteArray("0+ 1 1+ 2 2 0 0+ 1 1 0 0");
    QTest::newRow("yaml: items of several lines")
        << Format::Yaml << QByteArray("a:\n  - b: 1\n    c: 2\n  - d: 3\n")
        << QByteArray("0+ 1+ 2 1 0");
    QTest::newRow("toml") << Format::Toml
                          << QByteArray(
                                 "x = 1\n[a]\nb = [\n1,\n]\n\n[[c]]\nd = 1\n\n[[c]]\ne = 2\n")
                          << QByteArray("0 0+ 1+ 2 2 0 0+ 1 0 0+ 1 0");
}

void TestAnalysis::blocksFoldUnderTheirHead()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, folds);
    QCOMPARE(folded(text.toStdString(), format), folds);
}

void TestAnalysis::whatDoesNotParseSaysWhere()
{
    const auto result = editors::analyse(
        std::make_shared<const std::string>("{\n  \"a\": 1,\n  \"a\": 2\n}"), Format::Json);
    QVERIFY(!result.analysis);
    QCOMPARE(result.problem->code, std::string("duplicate-key"));
    QCOMPARE(result.problem->begin, std::size_t(14));
    QCOMPARE(result.problem->end, std::size_t(17));
    QCOMPARE(result.problem->line, 3);
    QCOMPARE(result.problem->column, 3);
}

void TestAnalysis::aliasBombIsAProblem()
{
    std::string text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int level = 1; level < 9; ++level) {
        const auto name = std::to_string(level);
        std::string copies;
        for (int copy = 0; copy < 10; ++copy)
            copies += (copy == 0 ? "*a" : ",*a") + std::to_string(level - 1) + ' ';
        text += "a" + name + ": &a" + name + " [" + copies + "]\n";
    }
    const auto result = editors::analyse(std::make_shared<const std::string>(text), Format::Yaml);
    QVERIFY(!result.analysis);
    QCOMPARE(result.problem->code, std::string("too-many-nodes"));
}

// It is coloured like the first all the same.
void TestAnalysis::secondDocumentIsTheProblem()
{
    const std::string text = "# one\na: 1\n---\nb: two\n";
    const auto result = editors::analyse(std::make_shared<const std::string>(text), Format::Yaml);
    QVERIFY(!result.analysis);
    QCOMPARE(result.problem->code, std::string("several-documents"));
    QCOMPARE(result.problem->line, 3);
    QCOMPARE(result.problem->column, 1);
    QCOMPARE(result.problem->end - result.problem->begin, std::size_t(3));
    QCOMPARE(QString::fromStdString(result.problem->message),
        QStringLiteral("A config is one document; another one begins here"));
    QCOMPARE(guessed(text, Format::Yaml), QByteArray("c ccc\nk- n\n---\nk- sss\n"));
}

// Their places are counted once.
void TestAnalysis::manySecretsInOneLineAreQuick()
{
    std::string text = "{\"a/b\": [";
    constexpr int count = 20'000;
    for (int i = 0; i < count; ++i)
        text += (i > 0 ? ", " : "") + std::string("{\"n\": [1], \"password\": \"t9Kq2vX8mPz\"}");
    text += "], \"token\": \"t9Kq2vX8mPz\"}";
    const auto analysis
        = editors::analyse(std::make_shared<const std::string>(text), Format::Json).analysis;
    QElapsedTimer timer;
    timer.start();
    const auto result = editors::check(nullptr, analysis->tree, count * 2, {});
    qInfo("%d secrets in one line: %lld ms", count, static_cast<long long>(timer.elapsed()));
    QVERIFY(timer.elapsed() < 4000); // of an unoptimised build on a busy machine
    QCOMPARE(result.problems.size(), std::size_t(count) + 1);
    for (const std::size_t at : {std::size_t(0), std::size_t(777), std::size_t(count)}) {
        const editors::EditorProblem &problem = result.problems[at];
        QCOMPARE(problem.pointer,
            at == count ? std::string("/token") : "/a~1b/" + std::to_string(at) + "/password");
        const auto position = core::positionOf(text, problem.begin);
        QCOMPARE(problem.line, position.line);
        QCOMPARE(problem.column, position.column);
    }
}

QTEST_GUILESS_MAIN(TestAnalysis)
#include "tst_analysis.moc"
