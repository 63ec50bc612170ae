// SPDX-License-Identifier: Apache-2.0
#include "engine/core/schema/schema.h"
#include "models/problemwords.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <QCoreApplication>
#include <QTranslator>

#include <array>
#include <set>

using namespace chancery;

namespace {

// Every word of the table in brackets, as a translator that forgets nothing would do it.
class Brackets : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *text, const char *, int) const override
    {
        return QLatin1String(context) == QLatin1String("ProblemWords")
            ? u'«' + QString::fromUtf8(text) + u'»'
            : QString();
    }
};

QString text(const char *message)
{
    return models::problemText(message);
}

// The literals of a source file that look like sentences.
QStringList sentencesIn(const std::filesystem::path &file)
{
    QStringList found;
    const QString source = QString::fromStdString(support::contentOf(file));
    for (const QString &line : source.split(u'\n')) {
        if (line.trimmed().startsWith(QStringLiteral("//")) || line.contains(QStringLiteral("R\"")))
            continue;
        QString literal;
        bool isInside = false;
        for (qsizetype at = 0; at < line.size(); ++at) {
            if (line[at] == u'"') {
                if (isInside && literal.contains(u' ') && literal.front().isUpper())
                    found << literal;
                isInside = !isInside;
                literal.clear();
            } else if (isInside && line[at] == u'\\' && at + 1 < line.size()) {
                literal += line[++at];
            } else if (isInside) {
                literal += line[at];
            }
        }
    }
    return found;
}

} // namespace

// What the engine says of texts, in the language of the screen.
class TestProblemWords : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLost_data();
    void nothingIsLost();
    void whatIsNotKnownStaysAsItIs();
    void everySentenceOfTheEngineIsKnown();
    void everyProblemOfTheCorpusIsKnown();
};

void TestProblemWords::nothingIsLost_data()
{
    QTest::addColumn<QString>("translated");
    const auto row = [](const char *message, const char *translated) {
        QTest::newRow(message) << QString::fromUtf8(translated);
    };
    row("The number must be at least 3", "«The number must be at least 3»");
    row("The property \"a %2 \" b\" is missing", "«The property \"a %2 \" b\" is missing»");
    row("The property \"a\" is missing; it must stand beside \"b\"",
        "«The property \"a\" is missing; it must stand beside \"b\"»");
    row("Expected an integer, a string or null, found a boolean",
        "«Expected ««%1, %2» or «null»», found «a boolean»»");
    row("The value must be one of \"a\", \"b\" and 3 more",
        "«The value must be one of \"a\", \"b\" and 3 more»");
    row("Unexpected end of the document; expected ',' or '}'",
        "«Unexpected end of the document; expected «',' or '}'»»");
    row("This is what covers a sensitive value on screen, not the value itself",
        "«This is what covers a sensitive value on screen, not the value itself»");
    row("This entry matches 3 of 4 samples, and at most 10 percent are allowed; among them \"/a\"",
        "«This entry matches 3 of 4 samples, and at most 10 percent are allowed; among them "
        "\"/a\"»");
}

void TestProblemWords::nothingIsLost()
{
    QFETCH(QString, translated);
    const char *message = QTest::currentDataTag();
    QVERIFY(models::isKnownProblem(message));
    QCOMPARE(text(message), QString::fromUtf8(message));
    Brackets brackets;
    QVERIFY(QCoreApplication::installTranslator(&brackets));
    const QString said = text(message);
    QCoreApplication::removeTranslator(&brackets);
    if (translated.contains(QStringLiteral("%1")))
        QVERIFY2(said.contains(QStringLiteral("«a boolean»"))
                && said.contains(QStringLiteral("«null»"))
                && said.contains(QStringLiteral("«a string»"))
                && said.contains(QStringLiteral("«an integer»")),
            qPrintable(said));
    else
        QCOMPARE(said, translated);
}

// An author's words, or those of a newer server.
void TestProblemWords::whatIsNotKnownStaysAsItIs()
{
    for (const char *message : {"Rate must stay below burst", "", "Expected manna", "%1 ü"}) {
        QVERIFY(!models::isKnownProblem(message));
        QCOMPARE(text(message), QString::fromUtf8(message));
    }
}

// Each literal of the rooms that find problems is a part of a sentence that is known.
void TestProblemWords::everySentenceOfTheEngineIsKnown()
{
    const std::filesystem::path core("engine/core");
    std::vector<std::filesystem::path> files{core / "document/json.cpp", core / "document/toml.cpp",
        core / "schema/messages.cpp", core / "schema/reporter.cpp", core / "schema/schema.cpp",
        core / "rules/invariants.cpp", core / "rules/entries.cpp",
        core / "hierarchy/directives.cpp"};
    for (const char *folder : {"document/yaml", "document/toml"}) {
        for (auto &file : support::filesIn(core / folder, ".cpp"))
            files.push_back(file);
    }
    const QString words = QString::fromStdString(support::contentOf("models/problemwords.cpp"))
                              .replace(QStringLiteral("\\\""), QStringLiteral("\""));
    QStringList unknown;
    int count = 0;
    for (const auto &file : files) {
        QVERIFY2(std::filesystem::exists(file), file.c_str());
        for (QString sentence : sentencesIn(file)) {
            ++count;
            sentence = sentence.trimmed();
            const bool isPhrase = std::ranges::any_of(
                std::array{u"Expected ", u"Unexpected end of the document; expected "},
                [&](const QStringView front) {
                    return sentence.startsWith(front)
                        && words.contains(u'"' + sentence.mid(front.size()));
                });
            if (!words.contains(sentence) && !isPhrase)
                unknown << QString::fromStdString(file.filename().string()) + u' ' + sentence;
        }
    }
    QVERIFY2(unknown.isEmpty(), qPrintable(unknown.join(u'\n')));
    QVERIFY(count > 100);
}

// What the readers and the schemas really say of wrong documents.
void TestProblemWords::everyProblemOfTheCorpusIsKnown()
{
    const auto suites = support::corpus("json-schema-test-suite");
    const auto texts = support::corpus("json-parsing");
    const auto store = support::corpus("schemastore");
    if (!suites || !texts || !store)
        QSKIP(support::corpusIsAbsent);
    std::set<std::string> messages;
    for (const auto &file : support::filesIn(*texts, ".json")) {
        for (const auto format : {core::Format::Json, core::Format::Yaml, core::Format::Toml}) {
            if (const auto reading = core::read(support::contentOf(file), format); !reading)
                messages.insert(reading.problem().message);
        }
    }
    for (const auto &file : support::filesIn(*suites, ".json")) {
        const auto reading = core::read(support::contentOf(file), core::Format::Json);
        for (const auto &group : reading ? reading.tree().root() : core::Value()) {
            const auto schema = group.value()["schema"];
            if (!schema)
                continue;
            const auto &node = schema.node();
            auto own = core::read(reading.tree().source().substr(node.begin, node.end - node.begin),
                core::Format::Json);
            auto compiled
                = core::CompiledSchema::compile(std::move(own).tree(), {}, core::SchemaLibrary());
            if (!compiled)
                continue;
            for (const auto &one : group.value()["tests"]) {
                for (const auto &violation : compiled->validate(one.value()["data"]).violations)
                    messages.insert(violation.message);
            }
        }
    }
    QStringList unknown;
    for (const auto &message : messages) {
        if (!models::isKnownProblem(message))
            unknown << QString::fromStdString(message);
        QCOMPARE(models::problemText(message), QString::fromStdString(message));
    }
    QVERIFY2(unknown.isEmpty(), qPrintable(unknown.join(u'\n')));
    qInfo("problems of the corpus: %zu different sentences", messages.size());
    QVERIFY(messages.size() > 100);
}

QTEST_GUILESS_MAIN(TestProblemWords)
#include "tst_problemwords.moc"
