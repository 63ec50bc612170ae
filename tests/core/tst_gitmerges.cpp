// SPDX-License-Identifier: Apache-2.0
//
// The merge beside "git merge-file": on the merges of this project's own history, whose recorded
// results say what was right, and on real documents that two people edited, where the slow merge
// says it. docs/merge-comparison.md has the table.
#include "engine/core/diff/treediff.h"
#include "engine/core/document/canonical.h"
#include "engine/core/merge/threeway.h"
#include "engine/core/textdiff.h"
#include "tests/support/corpus.h"
#include "tests/support/randomedits.h"
#include "tests/support/randomtexts.h"
#include "tests/support/slowmerge.h"
#include "tests/support/testcase.h"

#include <QProcess>
#include <QTemporaryDir>

#include <fstream>

using namespace chancery;
using core::Format;
using core::ThreeWayMerge;

namespace {

struct Answer {
    int exitCode = -1;
    std::string out;
};

Answer git(const QStringList &words)
{
    QProcess process;
    process.start(QStringLiteral("git"), words);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput().toStdString()};
}

std::vector<std::string> linesOf(const QStringList &words)
{
    std::vector<std::string> lines;
    const auto answer = git(words);
    if (answer.exitCode != 0)
        return lines;
    for (const auto line : core::splitLines(answer.out)) {
        if (!line.empty())
            lines.emplace_back(line);
    }
    return lines;
}

// File name to blob.
std::map<std::string, std::string> filesOf(const std::string &commit)
{
    std::map<std::string, std::string> files;
    for (const auto &line : linesOf(
             {QStringLiteral("ls-tree"), QStringLiteral("-r"), QString::fromStdString(commit)})) {
        const auto tab = line.find('\t');
        const auto begin = line.rfind(' ', tab) + 1;
        files.emplace(line.substr(tab + 1), line.substr(begin, tab - begin));
    }
    return files;
}

std::string blob(const std::string &id)
{
    return git({QStringLiteral("cat-file"), QStringLiteral("blob"), QString::fromStdString(id)})
        .out;
}

struct Case {
    std::string name;
    core::MergeInput input;
    std::string recorded; // by the merge commit
};

// The files that both sides of a merge commit changed, each in another way. False: it was merged
// over several bases, and is left out.
bool addCasesOf(const std::string &commit, std::vector<Case> &cases)
{
    const auto id = QString::fromStdString(commit);
    const auto parents = linesOf(
        {QStringLiteral("rev-parse"), id + QStringLiteral("^1"), id + QStringLiteral("^2")});
    if (parents.size() != 2)
        return true;
    const auto bases = linesOf({QStringLiteral("merge-base"), QStringLiteral("--all"),
        QString::fromStdString(parents[0]), QString::fromStdString(parents[1])});
    if (bases.size() != 1)
        return false;
    const auto base = filesOf(bases[0]);
    auto mine = filesOf(parents[0]);
    auto theirs = filesOf(parents[1]);
    auto result = filesOf(commit);
    for (const auto &[name, was] : base) {
        const std::set<std::string> versions{was, mine[name], theirs[name]};
        if (versions.size() != 3 || versions.contains("") || result[name].empty())
            continue;
        const auto format = core::formatFromFileName(name).value_or(Format::Json);
        cases.push_back({commit.substr(0, 10) + ' ' + name,
            {blob(was), blob(theirs[name]), blob(mine[name]), format}, blob(result[name])});
    }
    return true;
}

// What git makes of it; nothing where it has conflicts.
class GitMerge {
public:
    std::optional<std::string> merge(const core::MergeInput &input) const
    {
        const auto base = file("base", input.base);
        const auto theirs = file("theirs", input.theirs);
        const auto mine = file("mine", input.mine);
        const auto answer = git({QStringLiteral("merge-file"), QStringLiteral("-p"),
            QStringLiteral("-q"), mine, base, theirs});
        return answer.exitCode == 0 ? std::optional(answer.out) : std::nullopt;
    }

private:
    QString file(const char *name, const std::string &content) const
    {
        const auto path = m_folder.filePath(QString::fromLatin1(name));
        std::ofstream(path.toStdString(), std::ios::binary) << content;
        return path;
    }

    QTemporaryDir m_folder;
};

// Equal texts, or equal values where both can be read.
std::string meaningOf(const std::string &text, Format format)
{
    const auto reading = core::read(text, format, core::Limits::wide());
    return reading ? core::canonicalJson(reading.tree().root()) : text;
}

support::Plain plainOf(core::Value value)
{
    using Type = support::Plain::Type;
    if (!value.isObject() && !value.isArray())
        return {Type::Scalar, core::canonicalJson(value), {}};
    std::vector<support::Plain::Member> members;
    for (const auto &member : value)
        members.push_back({std::string(member.key()), plainOf(member.value())});
    return {value.isObject() ? Type::Object : Type::List, {}, std::move(members)};
}

// What a side did, a line for each change by its place in base.
std::set<std::string> changesOf(core::Value base, const std::string &text, Format format)
{
    std::set<std::string> changes;
    const auto reading = core::read(text, format, core::Limits::wide());
    if (!reading)
        return {"unreadable"};
    for (const auto &change : core::diffTrees(base, reading.tree().root()))
        changes.insert(std::to_string(int(change.kind)) + change.left
            + (change.rightValue ? core::canonicalJson(change.rightValue) : ""));
    return changes;
}

// Whether a merged text holds what both sides did and nothing else.
bool holdsBoth(const core::MergeInput &input, const std::string &merged)
{
    const auto base = core::read(input.base, input.format, core::Limits::wide());
    auto wanted = changesOf(base.tree().root(), input.theirs, input.format);
    wanted.merge(changesOf(base.tree().root(), input.mine, input.format));
    return changesOf(base.tree().root(), merged, input.format) == wanted;
}

// What somebody edited while merging, so that neither merge could say it: each was read.
// docs/merge-comparison.md tells what was edited.
constexpr std::string_view editedWhileMerging[]{
    "a0f9befbae CHANGELOG.md",
    "a0f9befbae views/lineage/rollbackpanel.cpp",
    "f1d4b8dc84 engine/server/service.h",
    "f1d4b8dc84 tests/server/memorystore.h",
    "aa09ed18d7 docs/operator-guide.md",
    "9b606fba22 models/schemaset.cpp",
    "7663545939 models/editingsession_merge.cpp",
    "3385fb0c3e views/configs/documentpage.cpp",
    "582a93ae4a models/editingsession_merge.cpp",
};

// Where git is clean and as recorded and ours asks: each was read; one side wrote right behind what
// the other wrote anew. docs/merge-comparison.md tells what.
constexpr std::string_view askedWhereGitIsNot[]{
    "f311ebc063 docs/auditor-guide.md",
};

struct Tally {
    int cases = 0;
    int ourConflicts = 0;
    int gitConflicts = 0;
    int ourNeedless = 0; // conflicts where there is none
    int gitNeedless = 0;
    int ourFaults = 0; // clean and wrong
    int gitFaults = 0;
    int ourBehindGit = 0; // conflicts where git is clean and right
    int likeGit = 0; // clean, the same in both, and not as the merge commit has it
    std::string likeGitNamed; // those that nobody has read
    std::string named; // the faults
    std::string needless;

    // A conflict of ours where git has none and says what was recorded.
    void addBehindGit(const std::string &name)
    {
        ++ourBehindGit;
        qInfo("a conflict, and in git as recorded: %s", name.c_str());
        if (std::ranges::find(askedWhereGitIsNot, name) == std::end(askedWhereGitIsNot))
            needless += name + '\n';
    }

    void addLikeGit(const std::string &name)
    {
        ++likeGit;
        qInfo("clean, like git, not as recorded: %s", name.c_str());
        if (std::ranges::find(editedWhileMerging, name) == std::end(editedWhileMerging))
            likeGitNamed += name + '\n';
    }

    // Of three documents of one format. Right is what the slow merge says; where that one has a
    // conflict, what both sides did and nothing else. A conflict is needless where the slow merge
    // has none or where the other of the two merges is clean and right.
    void addDocuments(
        const std::string &name, const core::MergeInput &input, const GitMerge &gitMerge)
    {
        const ThreeWayMerge merge(input);
        const auto plain = [&](const std::string &text) {
            const auto reading = core::read(text, input.format, core::Limits::wide());
            return plainOf(reading.tree().root());
        };
        const auto base = plain(input.base);
        const auto theirs = plain(input.theirs);
        const auto mine = plain(input.mine);
        support::SlowMerge slow;
        const auto right = slow.merge(&base, &theirs, &mine, "");
        const auto wanted = meaningOf(right ? right->json() : "null", Format::Json);
        const auto isRight = [&](const std::string &text) {
            return slow.conflicts.empty() ? meaningOf(text, input.format) == wanted
                                          : holdsBoth(input, text);
        };
        const auto ofGit = gitMerge.merge(input);
        const bool isClean = slow.conflicts.empty();
        const bool isGitRight = ofGit && holdsBoth(input, *ofGit);
        ++cases;
        ourConflicts += merge.isClean() ? 0 : 1;
        gitConflicts += ofGit ? 0 : 1;
        gitNeedless += !ofGit && (isClean || (merge.isClean() && isRight(merge.text()))) ? 1 : 0;
        gitFaults += ofGit && !isRight(*ofGit) ? 1 : 0;
        if (!merge.isClean() && (isClean || isGitRight)) {
            ++ourNeedless;
            needless += name + (isGitRight ? " (clean and right in git)\n" : "\n");
            ourBehindGit += isGitRight ? 1 : 0;
        }
        if (merge.isClean() && !isRight(merge.text())) {
            ++ourFaults;
            named += name + '\n';
        }
    }

    void print(const char *title) const
    {
        qInfo("%s: %d cases; conflicts: ours %d (%d needless), git %d (%d needless); silently "
              "wrong: ours %d, git %d",
            title, cases, ourConflicts, ourNeedless, gitConflicts, gitNeedless, ourFaults,
            gitFaults);
    }
};

} // namespace

class TestGitMerges : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyLineAtTheEndIsOneOfTheAddition();
    void oneChangeInTwoWaysIsNoConflict();
    void likeOrUnlikeChangesThatTouchStayConflicts();
    void thisHistoryMerges();
    void documentsMerge();
    void writtenDocumentsMerge();
};

void TestGitMerges::anEmptyLineAtTheEndIsOneOfTheAddition()
{
    const ThreeWayMerge merge({"# a\nb\n", "# a\nb\n\n## c\nd\n", "# A\nb\n", Format::Json});
    QVERIFY(merge.isClean());
    QCOMPARE(merge.text(), std::string("# A\nb\n\n## c\nd\n"));
}

// Both replaced a line and added the same function behind it; one side's difference is told as one
// place, the other's, for what it has elsewhere, as two.
void TestGitMerges::oneChangeInTwoWaysIsNoConflict()
{
    const std::string base = "f {\n  old();\n}\n\nlast {\n}\n";
    const std::string theirs = "f {\n  now();\n}\n\ng {\n  more();\n}\n\nlast {\n}\n";
    const std::string mine = "top\n" + theirs;
    const ThreeWayMerge merge({base, theirs, mine, Format::Json});
    QVERIFY(merge.isClean());
    QCOMPARE(merge.text(), mine);
}

void TestGitMerges::likeOrUnlikeChangesThatTouchStayConflicts()
{
    const std::string base = "a\nb\nc\n";
    QVERIFY(!ThreeWayMerge({base, "a\nX\nc\n", "a\nY\nc\n", Format::Json}).isClean());
    QVERIFY(!ThreeWayMerge({base, "a\nX\nc\nd\n", "a\nX\nY\nc\ne\n", Format::Json}).isClean());
}

void TestGitMerges::thisHistoryMerges()
{
    auto merges
        = linesOf({QStringLiteral("rev-list"), QStringLiteral("--merges"), QStringLiteral("HEAD")});
    if (merges.empty())
        QSKIP("this folder has no Git history with merges, or there is no git");
    // All of them take two minutes.
    if (qEnvironmentVariableIsEmpty("CHANCERY_LONG_TESTS"))
        merges.resize(std::min<std::size_t>(merges.size(), 100));
    std::vector<Case> cases;
    int leftOut = 0;
    for (const auto &commit : merges)
        leftOut += addCasesOf(commit, cases) ? 0 : 1;
    const GitMerge gitMerge;
    Tally tally;
    for (const Case &one : cases) {
        const ThreeWayMerge merge(one.input);
        const auto theirs = gitMerge.merge(one.input);
        const auto format = one.input.format;
        const auto recorded = meaningOf(one.recorded, format);
        ++tally.cases;
        tally.ourConflicts += merge.isClean() ? 0 : 1;
        tally.gitConflicts += theirs ? 0 : 1;
        // Where both are clean and agree on something else than was recorded, somebody edited more
        // in the merge commit than it merged, or both are wrong: a person has to look.
        const bool agree = merge.isClean() && theirs
            && meaningOf(merge.text(), format) == meaningOf(*theirs, format);
        if (agree && meaningOf(merge.text(), format) != recorded)
            tally.addLikeGit(one.name);
        if (merge.isClean() && !agree && meaningOf(merge.text(), format) != recorded) {
            ++tally.ourFaults;
            tally.named += one.name + '\n';
        }
        const bool isGitRight = theirs && meaningOf(*theirs, format) == recorded;
        tally.gitFaults += theirs && !agree && !isGitRight ? 1 : 0;
        if (!merge.isClean() && isGitRight)
            tally.addBehindGit(one.name);
    }
    tally.print("merges of this history");
    qInfo("clean, like git, not as recorded: %d; conflicts where git is right: %d; merges over "
          "several bases, left out: %d of %d",
        tally.likeGit, tally.ourBehindGit, leftOut, int(merges.size()));
    QVERIFY2(tally.needless.empty(), tally.needless.c_str());
    QVERIFY2(tally.likeGitNamed.empty(), tally.likeGitNamed.c_str());
    QVERIFY2(tally.ourFaults == 0, tally.named.c_str());
    QVERIFY(tally.ourConflicts <= tally.gitConflicts);
}

void TestGitMerges::documentsMerge()
{
    const auto folder = support::corpus("schemastore/valid");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    if (git({QStringLiteral("--version")}).exitCode != 0)
        QSKIP("there is no git");
    const GitMerge gitMerge;
    std::mt19937 random(20261128); // NOLINT(cert-msc51-cpp): the same every time
    for (const auto *ending : {".json", ".yaml", ".toml"}) {
        Tally tally;
        for (const auto &file : support::filesIn(*folder, ending)) {
            const auto base = support::contentOf(file);
            const auto format = *core::formatFromFileName(file.filename().string());
            if (base.size() > 30'000 || tally.cases == 250)
                continue;
            auto theirs = support::withEdits(base, format, random);
            auto mine = support::withEdits(base, format, random);
            tally.addDocuments(file.filename().string(),
                {base, std::move(theirs), std::move(mine), format}, gitMerge);
        }
        tally.print(ending);
        QVERIFY2(tally.ourFaults == 0, tally.named.c_str());
        QVERIFY(tally.cases > 0);
        QVERIFY(tally.ourConflicts < tally.gitConflicts);
        QVERIFY2(tally.ourBehindGit == 0, tally.needless.c_str());
        QVERIFY2(tally.ourNeedless <= 2, tally.needless.c_str());
    }
}

// Documents with comments, blocks, brackets, texts of several lines and aliases.
void TestGitMerges::writtenDocumentsMerge()
{
    if (git({QStringLiteral("--version")}).exitCode != 0)
        QSKIP("there is no git");
    const GitMerge gitMerge;
    support::RandomTexts random(5);
    std::string named;
    int others = 0; // clean in both, with another value
    for (const auto format : {Format::Yaml, Format::Toml, Format::Json}) {
        Tally tally;
        for (int i = 0; i < 250; ++i) {
            const auto base = random.document();
            const auto theirs = random.edited(base, 't').text(format);
            const auto mine = random.edited(base, 'm').text(format);
            const core::MergeInput input{base.text(format), theirs, mine, format};
            const ThreeWayMerge merge(input);
            const auto ofGit = gitMerge.merge(input);
            ++tally.cases;
            tally.ourConflicts += merge.isClean() ? 0 : 1;
            tally.gitConflicts += ofGit ? 0 : 1;
            const auto told = "\n--- base\n" + input.base + "--- theirs\n" + theirs + "--- mine\n"
                + mine + "--- ours\n" + merge.text();
            const bool isOther
                = ofGit && meaningOf(merge.text(), format) != meaningOf(*ofGit, format);
            if (!merge.isClean() && ofGit)
                tally.needless += told;
            else if (isOther)
                tally.named += told;
            others += merge.isClean() && isOther ? 1 : 0;
        }
        tally.print(name(format).data());
        QVERIFY2(tally.needless.empty(), tally.needless.c_str());
        QVERIFY(tally.ourConflicts * 2 < tally.gitConflicts);
        named += tally.named;
    }
    // Read: git puts back an item that one side removed and the other moved.
    QVERIFY2(others == 1, named.c_str());
}

QTEST_GUILESS_MAIN(TestGitMerges)
#include "tst_gitmerges.moc"
