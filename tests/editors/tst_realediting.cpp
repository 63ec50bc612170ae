// SPDX-License-Identifier: Apache-2.0
#include "editors/completion/completion.h"
#include "editors/configeditor.h"
#include "editors/form/formmodel.h"
#include "editors/form/treeeditor.h"
#include "editors/text/analysis.h"
#include "engine/core/schema/equality.h"
#include "tests/editors/desk.h"
#include "tests/support/corpus.h"
#include "tests/support/sharedplaces.h"
#include "tests/support/testcase.h"

#include <array>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

using namespace chancery;

namespace {

struct Row {
    std::string document;
    std::string schema;
    std::string external;
};

// The valid documents of the corpus with their schemas, those of one schema together.
std::vector<Row> rowsOf(const std::filesystem::path &folder)
{
    std::vector<Row> rows;
    std::ifstream table(folder / "verdicts.tsv");
    std::string line;
    std::getline(table, line);
    while (std::getline(table, line)) {
        std::istringstream columns(line);
        Row row;
        std::string verdict;
        std::getline(columns, row.document, '\t');
        std::getline(columns, row.schema, '\t');
        std::getline(columns, verdict, '\t');
        std::getline(columns, row.external, '\t');
        if (verdict == "valid")
            rows.push_back(std::move(row));
    }
    std::ranges::sort(rows, [](const Row &a, const Row &b) {
        return std::tie(a.schema, a.external, a.document)
            < std::tie(b.schema, b.external, b.document);
    });
    return rows;
}

std::shared_ptr<const core::Tree> treeOf(const std::filesystem::path &file)
{
    auto reading = core::read(support::contentOf(file),
        core::formatFromFileName(file.filename().string()).value_or(core::Format::Json),
        core::Limits::wide());
    return reading ? std::make_shared<const core::Tree>(std::move(reading).tree()) : nullptr;
}

std::shared_ptr<const editors::SchemaAdvisor> advisorOf(
    const std::filesystem::path &folder, const Row &row)
{
    core::SchemaLibrary library;
    std::istringstream names(row.external);
    for (std::string name; std::getline(names, name, ',');)
        library.addFile(name, treeOf(folder / "schemas" / name));
    core::CompileOptions options;
    options.defaultDraft = core::SchemaDraft::Draft7;
    options.assertFormats = true;
    options.baseUri = "https://json.schemastore.org/" + row.schema;
    auto schema
        = core::CompiledSchema::compile(treeOf(folder / "schemas" / row.schema), options, library);
    return schema ? std::make_shared<editors::CoreSchemaAdvisor>(std::move(*schema)) : nullptr;
}

// Empty when the range that a choice replaces is nothing but blanks or one key or scalar around the
// caret.
std::string faultOf(const editors::CompletionList &list, const core::Tree &tree, std::size_t caret)
{
    const std::string &text = tree.source();
    if (list.items.empty())
        return {};
    if (list.begin > caret || list.end < caret || list.end > text.size())
        return "does not hold the caret";
    const auto replaced = text.substr(list.begin, list.end - list.begin);
    if (replaced.find('\n') != std::string::npos)
        return "goes over lines";
    if (list.commaAt && (*list.commaAt > list.begin))
        return "has its comma inside";
    if (replaced.find_first_not_of(" \t\r") == std::string::npos)
        return {};
    // The parts of TOML's headings are no nodes.
    const auto lineStart = text.rfind('\n', list.begin) + 1;
    const bool isHeading = tree.format() == core::Format::Toml && text[lineStart] == '['
        && std::string_view("[.").find(text[list.begin - 1]) != std::string_view::npos
        && std::string_view("].").find(text[list.end]) != std::string_view::npos;
    if (isHeading)
        return {};
    // The blanks between the caret and a word behind it are written again.
    const auto word = list.begin + replaced.find_first_not_of(" \t");
    const core::Node &node = tree.node(core::nodeAt(tree, word));
    if (node.begin == word && node.end == list.end)
        return {};
    return "replaces \"" + replaced + '"';
}

// What stands open in a whole object, one place after the other.
std::string withoutHoles(std::string text)
{
    for (const char *sign : {": ", " = "}) {
        for (const char *end : {",", "}"}) {
            const auto hole = std::string(sign) + end;
            for (auto at = text.find(hole); at != std::string::npos; at = text.find(hole))
                text.replace(at, hole.size(), std::string(sign) + '0' + end);
        }
    }
    return text;
}

// What choosing it makes of the text, and where typing goes on.
std::pair<std::string, std::size_t> chosen(
    const editors::CompletionList &list, const editors::CompletionItem &item, std::string text)
{
    const auto begin = list.begin - item.before;
    auto caret = begin + item.caret;
    const auto put = withoutHoles(item.text);
    text.replace(begin, list.end - begin, put);
    caret = put == item.text ? caret : begin;
    if (list.commaAt) {
        text.insert(*list.commaAt, ",");
        caret += *list.commaAt <= caret ? 1 : 0;
    }
    return {std::move(text), caret};
}

// Whether the text reads with it, as it is or, behind a key or in a whole object, with the value
// that is typed next, and a key is there then that was not there before.
std::string faultOfItem(const editors::CompletionList &list, const editors::CompletionItem &item,
    const core::Tree &tree)
{
    using Kind = editors::CompletionItem::Kind;
    const bool isKey = item.kind == Kind::Key || item.kind == Kind::RequiredKey;
    const auto [text, caret] = chosen(list, item, tree.source());
    std::string problem;
    const bool isWhole = item.text.find_first_of("{[\n") != std::string::npos;
    const bool isNew = isKey && list.begin == list.end;
    for (const char *typed : {"", "0", "\"x\"", "x"}) {
        auto filled = text;
        const auto reading
            = core::read(filled.insert(caret, typed), tree.format(), core::Limits::wide());
        if (reading && !(isNew && core::sameValue(reading.tree().root(), tree.root())))
            return {};
        problem = reading ? "nothing has come" : reading.problem().message;
        if (!isKey && !isWhole)
            break;
    }
    const auto from = caret - std::min<std::size_t>(caret, 60);
    return "\"" + item.text + "\" breaks the text: " + problem + ", in " + text.substr(from, 100);
}

// The first key, the first value and the first whole object or array of a list are put in.
std::string faultOfChoice(
    const editors::CompletionList &list, const core::Tree &tree, std::array<int, 3> &put)
{
    std::array<bool, 3> isDone{};
    for (const auto &item : list.items) {
        using Kind = editors::CompletionItem::Kind;
        const bool isValue = item.kind == Kind::Value || item.kind == Kind::DefaultValue;
        const bool isWhole = item.text.find_first_of("{[\n") != std::string::npos;
        const std::size_t sort = !isValue ? 0 : isWhole ? 2 : 1;
        if (std::exchange(isDone[sort], true))
            continue;
        auto fault = faultOfItem(list, item, tree);
        if (!fault.empty())
            return fault;
        ++put[sort];
    }
    return {};
}

void gatherLeaves(core::Value value, const std::string &pointer, std::vector<std::string> &leaves)
{
    const bool isOpen = value.isArray() || value.isObject();
    if (!isOpen)
        leaves.push_back(pointer);
    std::size_t position = 0;
    for (const auto &member : value)
        gatherLeaves(member.value(),
            editors::childPointer(
                pointer, value.isObject() ? std::string(member.key()) : std::to_string(position++)),
            leaves);
}

// Something else of the same kind, as somebody would fill it in.
QString otherText(const editors::Field &field)
{
    const QString present = editors::textOf(field);
    if (field.kind == editors::Field::Kind::Choice) {
        for (const std::string &choice : field.choices) {
            if (choice != field.present)
                return editors::shownJson(choice);
        }
        return present;
    }
    const bool isNumber = field.presentType == "number";
    return isNumber ? QStringLiteral("17") : present + QStringLiteral(" : # “x”");
}

// Empty when nothing but the bytes of the value has changed, and it is the one that was wanted.
std::string faultOfEdit(const core::Tree &tree, const std::string &pointer, const std::string &text,
    const std::string &wanted)
{
    const core::Node &node = tree.root().resolve(pointer).node();
    const std::string &before = tree.source();
    const auto behind = before.size() - node.end;
    if (text.size() < node.begin + behind)
        return "lost bytes around " + pointer;
    if (text.compare(0, node.begin, before, 0, node.begin) != 0)
        return "changed bytes before " + pointer;
    // The last line break of a text in a block of lines belongs to the lines, not to the value.
    std::size_t end = node.end;
    while (end > node.begin
        && std::string_view(" \t\r\n").find(before[end - 1]) != std::string_view::npos)
        --end;
    if (!text.ends_with(before.substr(end)))
        return "changed bytes behind " + pointer;
    const auto after = core::read(text, tree.format(), core::Limits::wide());
    if (!after)
        return "breaks the text at " + pointer + ": " + after.problem().message;
    const auto json = core::readJson(wanted, core::Limits::wide());
    return json && core::sameValue(after.tree().root().resolve(pointer), json.tree().root())
        ? ""
        : "wrote another value than " + wanted + " at " + pointer;
}

// A form over an editor, in which one value after the other is filled in.
class FilledForm : public QObject {
public:
    FilledForm()
        : m_editor(m_desk.executor())
        , m_treeEditor(m_editor, m_desk.executor())
        , m_model(m_treeEditor, m_desk.executor())
    {
        connect(&m_model, &editors::FormModel::refused, this,
            [this](const QModelIndex &index, const QString &fault) {
                refusals << index.data(editors::PointerRole).toString() + u' ' + fault;
                wake();
            });
        connect(&m_editor, &editors::ConfigEditor::analysed, this, &FilledForm::wake);
        connect(&m_editor, &editors::ConfigEditor::problemsChanged, this, &FilledForm::wake);
        connect(&m_treeEditor, &editors::TreeEditor::made, this, &FilledForm::wake);
        connect(&m_model, &QAbstractItemModel::dataChanged, this, &FilledForm::wake);
    }

    std::string faultOfFilling(const core::Tree &tree,
        std::shared_ptr<const editors::SchemaAdvisor> advisor, const std::string &leaf)
    {
        m_editor.setSource(tree.source(), tree.format());
        if (!waitFor([this] { return m_editor.isAnalysed() && !m_editor.isBusy(); }))
            return "is not read";
        m_model.setDocument(m_editor.analysis(), std::move(advisor));
        cell(leaf).data();
        if (!waitFor([this] { return !m_model.isBusy(); }))
            return "the schema does not answer";
        const auto field = cell(leaf).data(editors::InputRole).value<editors::Field>();
        const QString typed = otherText(field);
        const auto wanted = editors::jsonOfTyped(field, typed);
        const auto refusalsBefore = refusals.size();
        isChanged = false;
        if (!m_model.setData(cell(leaf), typed, Qt::EditRole)
            || !waitFor([this] { return !m_treeEditor.isBusy(); }))
            return "takes nothing at " + leaf;
        const auto text = m_editor.source();
        if (text == tree.source())
            return refusals.size() == refusalsBefore && typed != editors::textOf(field)
                ? "nothing happened at " + leaf
                : std::string();
        isChanged = true;
        m_editor.undo();
        return m_editor.source() != tree.source() || m_editor.canUndo()
            ? "undo does not restore it"
            : faultOfEdit(tree, leaf, text, wanted.json);
    }

    QStringList refusals;
    bool isChanged = false; // by the last filling

private:
    // Wakes as soon as one of the parts says something: a thousand documents wait three times.
    bool waitFor(const std::function<bool()> &condition)
    {
        constexpr int longest = 20'000;
        constexpr int look = 20;
        for (int waited = 0; !condition(); waited += look) {
            if (waited > longest)
                return false;
            m_loop.enterLoopMSecs(look);
        }
        return true;
    }
    void wake() { m_loop.exitLoop(); }
    QModelIndex cell(const std::string &leaf) { return m_model.find(leaf).siblingAtColumn(1); }

    QTestEventLoop m_loop;
    tests::Desk m_desk;
    editors::ConfigEditor m_editor;
    editors::TreeEditor m_treeEditor;
    editors::FormModel m_model;
};

} // namespace

// Real configuration files in the editor: each opens, is checked, and completes anywhere.
class TestRealEditing : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyDocumentOpensValidatesAndCompletes();
    void everyDocumentSurvivesAFormEdit();
};

// All of them are checked and completed by what the editor asks; some go through its window here,
// where each is opened once by everyDocumentSurvivesAFormEdit().
void TestRealEditing::everyDocumentOpensValidatesAndCompletes()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    const bool isLong = qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS");
    tests::Desk desk;
    editors::ConfigEditor editor(desk.executor());
    std::mt19937 random(3); // NOLINT(cert-msc51-cpp): the same every time
    std::shared_ptr<const editors::SchemaAdvisor> advisor;
    std::string advised;
    QStringList faults;
    int run = 0;
    int opened = 0;
    int lists = 0;
    int number = 0;
    std::array<int, 3> put{};
    for (const Row &row : rowsOf(*folder)) {
        if (std::exchange(advised, row.schema + row.external) != row.schema + row.external)
            advisor = advisorOf(*folder, row);
        const auto tree = treeOf(*folder / row.document);
        QVERIFY2(tree && advisor, row.document.c_str());
        auto problems = editors::check(advisor.get(), *tree, 1000, {}).problems;
        if (++number % (isLong ? 1 : 8) == 0) {
            editor.setAdvisor(nullptr);
            editor.setSource(tree->source(), tree->format());
            editor.setAdvisor(advisor);
            QTRY_VERIFY_WITH_TIMEOUT(!editor.isBusy(), 20'000);
            QCOMPARE(editor.problems().size(), problems.size());
            problems = editor.problems();
            ++opened;
        }
        // Some of them have a secret written in plain; tst_secrets looks at that.
        const auto problem
            = std::ranges::find_if(problems, [](const editors::EditorProblem &found) {
                  return found.code != "plain-secret" && found.code != "deprecated";
              });
        if (problem != problems.end())
            faults << QString::fromStdString(row.document + ": " + problem->message);
        for (int position = 0; position < 10; ++position) {
            const std::size_t caret = random() % (tree->source().size() + 1);
            const auto list = editors::completionsAt(
                tree->format(), tree->source(), caret, tree.get(), *advisor);
            auto fault = faultOf(list, *tree, caret);
            if (fault.empty())
                fault = faultOfChoice(list, *tree, put);
            if (!fault.empty())
                faults << QString::fromStdString(
                    row.document + " at " + std::to_string(caret) + ": " + fault);
            lists += list.items.empty() ? 0 : 1;
        }
        ++run;
    }
    for (const QString &fault : faults.mid(0, 40))
        qInfo("%s", qPrintable(fault));
    QVERIFY2(faults.isEmpty(), qPrintable(QString::number(faults.size())));
    QVERIFY2(lists > run, "most places offer nothing");
    qInfo(
        "editing schemastore: %d checked and completed / 0 skipped; %d of them in the window%s, %d "
        "lists of completions; %d keys, %d values and %d whole objects or arrays put in",
        run, opened, isLong ? "" : " (all with CHANCERY_LONG_TESTS=1)", lists, put[0], put[1],
        put[2]);
}

// One value of each document is filled in through the form, of the named ones every value; of each
// a good many when there is time.
void TestRealEditing::everyDocumentSurvivesAFormEdit()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    const bool isLong = qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS");
    const std::size_t most = isLong ? 4 : 1;
    FilledForm form;
    std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same every time
    std::shared_ptr<const editors::SchemaAdvisor> advisor;
    std::string advised;
    QStringList faults;
    std::set<std::string> refused;
    int run = 0;
    int values = 0;
    QStringList empty;
    int free = 0;
    for (const Row &row : rowsOf(*folder)) {
        const auto tree = treeOf(*folder / row.document);
        std::vector<std::string> leaves;
        gatherLeaves(tree->root(), {}, leaves);
        if (leaves.empty()) {
            empty << QString::fromStdString(row.document);
            continue;
        }
        std::ranges::shuffle(leaves, random);
        const bool isEvery = support::hasSharedValues(row.document);
        std::size_t filled = 0;
        if (std::exchange(advised, row.schema + row.external) != row.schema + row.external)
            advisor = advisorOf(*folder, row);
        for (const auto &leaf : leaves) {
            // One that cannot be another is no edit, and the next is taken.
            if (!isEvery && filled == most)
                break;
            form.refusals.clear();
            const auto fault = form.faultOfFilling(*tree, advisor, leaf);
            if (!form.refusals.isEmpty())
                refused.insert(row.document + leaf);
            filled += form.isChanged || !form.refusals.isEmpty() || !fault.empty() ? 1 : 0;
            if (!fault.empty())
                faults << QString::fromStdString(row.document + ": " + fault);
            ++values;
        }
        // Where the schema leaves no choice anywhere, without it.
        free += filled == 0 ? 1 : 0;
        if (const auto fault
            = filled == 0 ? form.faultOfFilling(*tree, nullptr, leaves.front()) : std::string();
            !fault.empty() || (filled == 0 && !form.isChanged))
            faults << QString::fromStdString(row.document + ": nothing is another " + fault);
        ++run;
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.mid(0, 40).join(u'\n')));
    QCOMPARE(refused, support::sharedPlaces());
    qInfo(
        "form edits schemastore: %d values in %d documents run, %d of them without their schema, "
        "which leaves no choice / %d skipped (nothing in them: %s), %zu refused, all of them named",
        values, run, free, int(empty.size()), qPrintable(empty.join(QStringLiteral(", "))),
        refused.size());
}

QTEST_MAIN(TestRealEditing)
#include "tst_realediting.moc"
