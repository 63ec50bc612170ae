// SPDX-License-Identifier: Apache-2.0
#include "engine/core/diff/unified.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <charconv>
#include <fstream>
#include <random>

using namespace chancery;

namespace {

std::vector<std::string> linesWithEnds(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto size = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.emplace_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return lines;
}

// Applies a unified text and trusts nothing that it says: what it removes and leaves must stand
// there, to the byte. "refused …" where it does not.
class Applying {
public:
    Applying(std::string_view original, std::string_view patch)
        : m_original(linesWithEnds(original))
        , m_patch(linesWithEnds(patch))
    {
    }

    std::string result()
    {
        if (m_patch.empty())
            m_patch = {"", ""};
        for (std::size_t at = 2; at < m_patch.size(); ++at) {
            std::string line = m_patch[at];
            if (line.starts_with("@@ -")) {
                copyUntil(startOf(line));
                continue;
            }
            const bool hasNoEnd = at + 1 < m_patch.size() && m_patch[at + 1].starts_with('\\');
            if (hasNoEnd) {
                line.pop_back();
                ++at;
            }
            if (!take(line))
                return "refused " + line;
        }
        copyUntil(m_original.size());
        return m_result;
    }

private:
    static std::size_t startOf(const std::string &head)
    {
        std::size_t start = 0;
        const auto comma = std::min(head.find(','), head.find(' ', 4));
        std::from_chars(head.data() + 4, head.data() + comma, start);
        const bool isBehindLine = head.substr(comma).starts_with(",0 ");
        return isBehindLine ? start : start - 1;
    }

    void copyUntil(std::size_t line)
    {
        for (; m_at < std::min(line, m_original.size()); ++m_at)
            m_result += m_original[m_at];
    }

    bool take(const std::string &line)
    {
        const auto content = line.substr(1);
        if (line[0] != '+' && (m_at >= m_original.size() || m_original[m_at] != content))
            return false;
        if (line[0] != '+')
            ++m_at;
        if (line[0] != '-')
            m_result += content;
        return true;
    }

    std::vector<std::string> m_original;
    std::vector<std::string> m_patch;
    std::size_t m_at = 0;
    std::string m_result;
};

std::string applied(const std::string &original, const std::string &patch)
{
    return Applying(original, patch).result();
}

// Few different bytes, the ones that patch files live by among them.
std::string hostileText(std::mt19937 &random)
{
    static constexpr std::string_view bytes("\n\n\n\r\0 -+@\\a\xFF\x1B", 13);
    std::string text;
    for (unsigned i = random() % 60; i > 0; --i)
        text += bytes[random() % bytes.size()];
    return text;
}

std::string edited(std::string text, std::mt19937 &random)
{
    for (unsigned i = random() % 4; i > 0; --i) {
        const auto at = random() % (text.size() + 1);
        text.erase(at, random() % 5);
        text.insert(std::min<std::size_t>(at, text.size()), hostileText(random).substr(0, 4));
    }
    return text;
}

struct Answer {
    int exitCode = -1;
    QByteArray out;
};

Answer ask(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput()};
}

// The lines that a unified text adds and removes.
int changedLines(const std::string &unified)
{
    int count = 0;
    bool isInHunk = false;
    for (const auto &line : linesWithEnds(unified)) {
        isInHunk = isInHunk || line.starts_with("@@");
        count += isInHunk && (line[0] == '+' || line[0] == '-') ? 1 : 0;
    }
    return count;
}

struct Revision {
    QByteArray name;
    QString before; // of the two blobs
    QString after;
    int changedLines = 0; // by git diff --histogram
};

std::vector<Revision> revisionsOfThisProject()
{
    const auto log = ask(QStringLiteral("git"),
        QStringLiteral("log --no-merges -n60 --diff-filter=M --no-renames --raw --numstat "
                       "--no-abbrev --format= --diff-algorithm=histogram")
            .split(QLatin1Char(' ')));
    std::vector<Revision> revisions;
    std::size_t counted = 0; // the counts of a commit's files follow their blobs
    for (const auto &line : log.out.split('\n')) {
        const auto words = line.split('\t');
        if (line.startsWith(':')) {
            const auto blobs = words[0].split(' ');
            revisions.push_back(
                {words[1], QString::fromLatin1(blobs[2]), QString::fromLatin1(blobs[3]), 0});
        } else if (words.size() == 3 && counted < revisions.size()) {
            revisions[counted++].changedLines = words[0].toInt() + words[1].toInt();
        }
    }
    // Git counts nothing in binary files.
    std::erase_if(revisions, [](const Revision &revision) { return revision.changedLines == 0; });
    return revisions;
}

std::string blob(const QString &id)
{
    return ask(QStringLiteral("git"), {QStringLiteral("cat-file"), QStringLiteral("blob"), id})
        .out.toStdString();
}

void write(const QString &file, const std::string &content)
{
    std::ofstream stream(file.toStdString(), std::ios::binary);
    stream << content;
}

} // namespace

class TestUnifiedDiff : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void appliesToTheByte();
    void programsOfOthersApplyIt();
    void programsOfOthersFindTheFile_data();
    void programsOfOthersFindTheFile();
    void isNoLargerThanGitsOnThisHistory();
    void isNoLargerThanGitsOnRealDocuments();
};

void TestUnifiedDiff::appliesToTheByte()
{
    std::mt19937 random(20261128);
    for (int round = 0; round < 3000; ++round) {
        const auto left = hostileText(random);
        const auto right = round % 2 == 0 ? edited(left, random) : hostileText(random);
        const auto patch = core::unifiedDiff(left, right, {"a", "b", std::size_t(round % 4)});
        QCOMPARE(patch.empty(), left == right);
        QCOMPARE(QByteArray::fromStdString(applied(left, patch)), QByteArray::fromStdString(right));
    }
    QCOMPARE(applied("a\nb\n", core::unifiedDiff("a\nc\n", "a\nd\n")), std::string("refused -c\n"));
}

void TestUnifiedDiff::programsOfOthersApplyIt()
{
    if (QStandardPaths::findExecutable(QStringLiteral("patch")).isEmpty())
        QSKIP("there is no patch: apt-get install patch");
    const QTemporaryDir folder;
    std::mt19937 random(5);
    for (int round = 0; round < 60; ++round) {
        const auto left = "first line\n" + hostileText(random);
        const auto right = edited(left, random);
        const auto patch = core::unifiedDiff(left, right, {"old", "new"});
        if (patch.empty() || right.empty())
            continue; // patch(1) removes a file that has become empty
        write(folder.filePath(QStringLiteral("old")), left);
        write(folder.filePath(QStringLiteral("change")), patch);
        const auto answer = ask(QStringLiteral("patch"),
            {QStringLiteral("--binary"), QStringLiteral("-s"),
                folder.filePath(QStringLiteral("old")), folder.filePath(QStringLiteral("change"))});
        QVERIFY2(answer.exitCode == 0, answer.out.constData());
        QCOMPARE(support::contentOf(folder.filePath(QStringLiteral("old")).toStdString()), right);
    }
}

void TestUnifiedDiff::programsOfOthersFindTheFile_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"plain", "my file.txt", "ü", "ü and a blank", "a\"b\\c d"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

// By nothing but what the head of the patch says.
void TestUnifiedDiff::programsOfOthersFindTheFile()
{
    if (QStandardPaths::findExecutable(QStringLiteral("patch")).isEmpty())
        QSKIP("there is no patch: apt-get install patch");
    QFETCH(QString, name);
    const QTemporaryDir folder;
    write(folder.filePath(name), "one\ntwo\n");
    write(folder.filePath(QStringLiteral("change")),
        core::unifiedDiff("one\ntwo\n", "one\nthree\n", {name.toStdString(), name.toStdString()}));
    const auto answer = ask(QStringLiteral("patch"),
        {QStringLiteral("-s"), QStringLiteral("-p0"), QStringLiteral("-d"), folder.path(),
            QStringLiteral("-i"), QStringLiteral("change")});
    QVERIFY2(answer.exitCode == 0, answer.out.constData());
    QCOMPARE(support::contentOf(folder.filePath(name).toStdString()), std::string("one\nthree\n"));
}

// Consecutive revisions of this project's files, as many as a test has time for.
void TestUnifiedDiff::isNoLargerThanGitsOnThisHistory()
{
    constexpr std::size_t most = 150;
    const auto revisions = revisionsOfThisProject();
    if (revisions.empty())
        QSKIP("this folder has no Git history, or there is no git");
    for (std::size_t i = 0; i < std::min(most, revisions.size()); ++i) {
        const Revision &revision = revisions[i];
        const auto left = blob(revision.before);
        const auto right = blob(revision.after);
        const auto patch = core::unifiedDiff(left, right);
        QCOMPARE(applied(left, patch), right);
        QVERIFY2(changedLines(patch) <= revision.changedLines, revision.name.constData());
    }
}

// Neighbours of one folder: other documents of the same schema, which is harder than an edit.
void TestUnifiedDiff::isNoLargerThanGitsOnRealDocuments()
{
    const auto folder = support::corpus("schemastore/valid");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    const auto files = support::filesIn(*folder, ".json");
    std::size_t compared = 0;
    for (std::size_t i = 1; i < files.size() && compared < 80; ++i) {
        if (files[i].parent_path() != files[i - 1].parent_path())
            continue;
        const auto counts = ask(QStringLiteral("git"),
            {QStringLiteral("diff"), QStringLiteral("--no-index"), QStringLiteral("--numstat"),
                QStringLiteral("--diff-algorithm=histogram"),
                QString::fromStdString(files[i - 1].string()),
                QString::fromStdString(files[i].string())})
                                .out.split('\t');
        if (counts.size() < 3 || counts[0] == "-")
            continue;
        const auto left = support::contentOf(files[i - 1]);
        const auto right = support::contentOf(files[i]);
        const auto patch = core::unifiedDiff(left, right);
        QCOMPARE(applied(left, patch), right);
        QVERIFY2(changedLines(patch) <= counts[0].toInt() + counts[1].toInt(),
            files[i].string().c_str());
        ++compared;
    }
    if (compared == 0)
        QSKIP("there is no git");
}

QTEST_GUILESS_MAIN(TestUnifiedDiff)
#include "tst_unifieddiff.moc"
