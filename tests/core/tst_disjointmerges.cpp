// SPDX-License-Identifier: Apache-2.0
//
// Real documents that two people edited at different places: nothing of it may conflict, and
// nothing may be lost. What is right is known, for the same edits are made one after another in one
// text. "git merge-file" makes the same merges. docs/merge-comparison.md has the table.
#include "engine/core/document/canonical.h"
#include "engine/core/document/patch.h"
#include "engine/core/merge/threeway.h"
#include "tests/support/corpus.h"
#include "tests/support/places.h"
#include "tests/support/testcase.h"

#include <QProcess>
#include <QTemporaryDir>

#include <fstream>
#include <random>
#include <set>

using namespace chancery;
using core::Format;

namespace {

struct Edit {
    enum class Kind { Set, Remove, Add, Append };
    Kind kind = Kind::Set;
    std::string pointer; // of the value, or of the container that something is added to
    std::string value;
    std::string key; // of what is added
};

struct Place {
    std::string pointer;
    bool isObject = false;
    bool isArray = false;
    bool isInItem = false; // it is an item of a list, or in one
};

std::vector<Place> placesIn(const core::Tree &tree)
{
    std::vector<Place> places;
    std::set<std::string> lists;
    support::forEachPlace(tree.root(), "", [&](const std::string &pointer, core::Value value) {
        bool isInItem = false;
        for (auto end = pointer.find('/'); end != std::string::npos;
            end = pointer.find('/', end + 1))
            isInItem = isInItem || lists.contains(pointer.substr(0, end));
        if (value.isArray())
            lists.insert(pointer);
        places.push_back({pointer, value.isObject(), value.isArray(), isInItem});
    });
    return places;
}

bool isAtOrBelow(const std::string &pointer, const std::string &above)
{
    return pointer.starts_with(above)
        && (pointer.size() == above.size() || pointer[above.size()] == '/');
}

// Whether both may be made, by whomever: neither is in what the other replaces or takes away.
// Whoever adds members to one object adds different ones.
bool areDisjoint(const Edit &one, const Edit &other)
{
    const auto reaches = [](const Edit &edit, const Edit &into) {
        if (edit.kind == Edit::Kind::Add)
            return false;
        if (edit.kind == Edit::Kind::Append)
            return into.pointer == edit.pointer;
        return isAtOrBelow(into.pointer, edit.pointer);
    };
    if (one.pointer == other.pointer && one.kind == other.kind && one.kind == Edit::Kind::Add)
        return one.key != other.key;
    return !reaches(one, other) && !reaches(other, one);
}

std::optional<std::string> made(const std::string &text, Format format, const Edit &edit)
{
    const auto reading = core::read(text, format, core::Limits::wide());
    if (!reading)
        return {};
    const core::Tree &tree = reading.tree();
    const auto patch = edit.kind == Edit::Kind::Set ? core::setValue(tree, edit.pointer, edit.value)
        : edit.kind == Edit::Kind::Remove           ? core::removeValue(tree, edit.pointer)
        : edit.kind == Edit::Kind::Add
        ? core::insertMember(tree, edit.pointer, edit.key, edit.value)
        : core::appendItem(tree, edit.pointer, edit.value);
    return patch ? std::optional(patch->appliedTo(text)) : std::nullopt;
}

std::string meaningOf(const std::string &text, Format format)
{
    const auto reading = core::read(text, format, core::Limits::wide());
    return reading ? core::canonicalJson(reading.tree().root()) : "unreadable";
}

// Steps of a pointer, items as numbers.
std::vector<std::pair<std::size_t, std::string>> stepsOf(const std::string &pointer)
{
    std::vector<std::pair<std::size_t, std::string>> steps;
    for (std::size_t at = 0; at < pointer.size();) {
        const auto end = std::min(pointer.find('/', at + 1), pointer.size());
        const auto step = pointer.substr(at + 1, end - at - 1);
        const bool isNumber = !step.empty() && step.size() < 9
            && step.find_first_not_of("0123456789") == std::string::npos;
        steps.emplace_back(isNumber ? std::stoul(step) : 0, step);
        at = end;
    }
    return steps;
}

// One after another; nothing where one of them cannot be made in this text. What stands behind an
// item that is taken away gets another pointer: that is done last, and from the end.
std::optional<std::string> madeAll(const std::string &text, Format format, std::vector<Edit> edits)
{
    const auto isRemoval = [](const Edit &edit) { return edit.kind == Edit::Kind::Remove; };
    std::vector<Edit> removals;
    std::ranges::copy_if(edits, std::back_inserter(removals), isRemoval);
    std::erase_if(edits, isRemoval);
    std::ranges::sort(removals, [](const Edit &one, const Edit &other) {
        return stepsOf(one.pointer) > stepsOf(other.pointer);
    });
    edits.insert(edits.end(), removals.begin(), removals.end());
    std::optional<std::string> now = text;
    for (const auto &edit : edits) {
        if (now)
            now = made(*now, format, edit);
    }
    return now && meaningOf(*now, format) != "unreadable" ? now : std::nullopt;
}

// Random edits of a real document at places that have nothing to do with each other.
class Editors {
public:
    Editors(unsigned seed, bool editItems)
        : m_random(seed)
        , m_editItems(editItems)
    {
    }
    std::vector<Edit> edits(const std::string &text, Format format, std::size_t count)
    {
        const auto reading = core::read(text, format, core::Limits::wide());
        std::vector<Edit> chosen;
        if (!reading)
            return chosen;
        const auto places = placesIn(reading.tree());
        const bool hasAliases
            = format == Format::Yaml && text.find_first_of("&*") != std::string::npos;
        for (int i = 0; i < 60 && chosen.size() < count && !places.empty() && !hasAliases; ++i) {
            const auto edit = editAt(places[below(places.size())]);
            if (edit
                && std::ranges::all_of(
                    chosen, [&](const Edit &other) { return areDisjoint(*edit, other); })
                && made(text, format, *edit))
                chosen.push_back(*edit);
        }
        return chosen;
    }
    std::size_t below(std::size_t bound) { return std::size_t(m_random() % bound); }

private:
    // In the items of lists only where that is asked for: which item is which is another question.
    std::optional<Edit> editAt(const Place &place)
    {
        static constexpr std::array values{"\"changed\"", "-12.5", "true", "{\"new\": \"two\"}"};
        const auto number = std::to_string(++m_number);
        const std::string value = values[below(values.size())];
        const auto choice = below(6);
        if (place.isInItem && !m_editItems)
            return {};
        if (choice == 0 && place.isObject)
            return Edit{Edit::Kind::Add, place.pointer, value, "added" + number};
        if (choice == 1 && place.isArray)
            return Edit{Edit::Kind::Append, place.pointer, "\"appended" + number + '"', {}};
        if (place.pointer.empty())
            return {};
        if (choice == 2)
            return Edit{Edit::Kind::Remove, place.pointer, {}, {}};
        if (place.isObject || place.isArray)
            return {};
        return Edit{Edit::Kind::Set, place.pointer, '"' + ("value" + number) + '"', {}};
    }

    std::mt19937 m_random;
    bool m_editItems;
    int m_number = 0;
};

std::optional<std::string> mergedByGit(const core::MergeInput &input)
{
    const QTemporaryDir folder;
    const auto file = [&](const char *name, const std::string &content) {
        const auto path = folder.filePath(QString::fromLatin1(name));
        std::ofstream(path.toStdString(), std::ios::binary) << content;
        return path;
    };
    QProcess process;
    const auto mine = file("mine", input.mine);
    const auto base = file("base", input.base);
    process.start(QStringLiteral("git"),
        {QStringLiteral("merge-file"), QStringLiteral("-p"), QStringLiteral("-q"), mine, base,
            file("theirs", input.theirs)});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput().toStdString();
}

struct Tally {
    int cases = 0;
    int ourConflicts = 0;
    int ourFaults = 0;
    int gitConflicts = 0;
    int gitFaults = 0;
    std::string named;

    void add(const std::string &name, const core::MergeInput &input, const std::string &right)
    {
        const core::ThreeWayMerge merge(input);
        const auto wanted = meaningOf(right, input.format);
        const auto ofGit = mergedByGit(input);
        ++cases;
        gitConflicts += ofGit ? 0 : 1;
        gitFaults += ofGit && meaningOf(*ofGit, input.format) != wanted ? 1 : 0;
        const bool isWrong = merge.isClean() && meaningOf(merge.text(), input.format) != wanted;
        ourConflicts += merge.isClean() ? 0 : 1;
        ourFaults += isWrong ? 1 : 0;
        if (merge.isClean() && !isWrong)
            return;
        named += name + (isWrong ? " is wrong: " + merge.text() : std::string(" conflicts at"));
        for (const auto &conflict : merge.conflicts())
            named += ' ' + core::toString(conflict.place);
        named += '\n';
    }
};

} // namespace

class TestDisjointMerges : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void editsAtDifferentPlaces_data() { formats(); }
    void editsAtDifferentPlaces();
    void someEditsAreTheSame_data() { formats(); }
    void someEditsAreTheSame();
    void editsOfItems_data() { formats(); }
    void editsOfItems();
    void someEditsOfItemsAreTheSame_data() { formats(); }
    void someEditsOfItemsAreTheSame();

private:
    static void formats();
    // Each of two people makes so many edits, and both of them so many alike.
    void mergeAll(std::size_t own, std::size_t common, bool editItems);
};

void TestDisjointMerges::initTestCase()
{
    if (!support::corpus("schemastore/valid"))
        QSKIP(support::corpusIsAbsent);
    QProcess process;
    process.start(QStringLiteral("git"), {QStringLiteral("--version")});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        QSKIP("there is no git");
}

void TestDisjointMerges::formats()
{
    QTest::addColumn<QString>("ending");
    for (const auto *ending : {".json", ".yaml", ".toml"})
        QTest::newRow(ending) << QString::fromLatin1(ending);
}

void TestDisjointMerges::mergeAll(std::size_t own, std::size_t common, bool editItems)
{
    QFETCH(QString, ending);
    Editors editors(unsigned(7 + own * 10 + common), editItems);
    Tally tally;
    for (int round = 0; round < 2; ++round) {
        for (const auto &file :
            support::filesIn(*support::corpus("schemastore/valid"), ending.toStdString())) {
            const auto base = support::contentOf(file);
            const auto format = *core::formatFromFileName(file.filename().string());
            if (base.size() > 30'000 || tally.cases == 400)
                continue;
            const auto edits = editors.edits(base, format, 2 * own + common);
            if (edits.size() <= common + 1)
                continue;
            const std::vector<Edit> both(edits.begin(), edits.begin() + std::ptrdiff_t(common));
            auto ofTheirs = both;
            auto ofMine = both;
            for (auto i = common; i < edits.size(); ++i)
                (i % 2 == 0 ? ofTheirs : ofMine).push_back(edits[i]);
            const auto theirs = madeAll(base, format, ofTheirs);
            const auto mine = madeAll(base, format, ofMine);
            const auto right = madeAll(base, format, edits);
            if (theirs && mine && right)
                tally.add(file.filename().string(), {base, *theirs, *mine, format}, *right);
        }
    }
    qInfo("%s: %d cases; conflicts: ours %d, git %d; silently wrong: ours %d, git %d",
        qPrintable(ending), tally.cases, tally.ourConflicts, tally.gitConflicts, tally.ourFaults,
        tally.gitFaults);
    QVERIFY2(tally.cases >= 50, qPrintable(QString::number(tally.cases)));
    QVERIFY2(tally.ourFaults == 0, tally.named.c_str());
    // Which item is which is asked where nobody can tell.
    QVERIFY2(tally.ourConflicts * 2 < (editItems ? tally.gitConflicts : 1), tally.named.c_str());
    // Else the cases are no test.
    QVERIFY(tally.gitConflicts > 0);
}

void TestDisjointMerges::editsAtDifferentPlaces()
{
    mergeAll(4, 0, false);
}

// What both did is done once.
void TestDisjointMerges::someEditsAreTheSame()
{
    mergeAll(2, 2, false);
}

void TestDisjointMerges::editsOfItems()
{
    mergeAll(4, 0, true);
}

void TestDisjointMerges::someEditsOfItemsAreTheSame()
{
    mergeAll(2, 2, true);
}

QTEST_GUILESS_MAIN(TestDisjointMerges)
#include "tst_disjointmerges.moc"
