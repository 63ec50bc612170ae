// SPDX-License-Identifier: Apache-2.0
//
// How the rows come about. All columns are walked together, container by container: the members of
// one path in all columns are gathered by a hash of their names, so that each node is seen once. A
// key that is new in a column is put behind the key that stands before it there; so the order of
// the first column that has a key wins, and the order of rows does not change when a later column
// does.
#include "matrix.h"

#include "engine/core/document/json.h"
#include "engine/core/rules/applied.h"
#include "engine/core/schema/equality.h"
#include "engine/core/sealing/sealedvalue.h"
#include "engine/core/secrets/covered.h"

#include <array>

namespace chancery::core {

namespace {

using Cells = std::vector<Value>; // one for each column

struct Entry {
    std::string_view key;
    Cells values;
    std::size_t next = 0;
};

// Members of several objects by name, in merged order.
class Gathering {
public:
    explicit Gathering(std::size_t columns)
        : m_columns(columns)
        , m_entries(1)
    {
    }

    void add(std::size_t column, Value object)
    {
        std::size_t last = 0;
        for (const auto &member : object) {
            const auto [found, isNew] = m_places.emplace(member.key(), m_entries.size());
            if (isNew) {
                m_entries.push_back({member.key(), Cells(m_columns), m_entries[last].next});
                m_entries[last].next = found->second;
            }
            last = found->second;
            m_entries[last].values[column] = member.value();
        }
    }
    template <typename Use>
    void each(Use use) const
    {
        for (auto at = m_entries.front().next; at != 0; at = m_entries[at].next)
            use(m_entries[at]);
    }
    bool isEmpty() const { return m_entries.size() == 1; }

private:
    std::size_t m_columns;
    std::vector<Entry> m_entries; // the first stands before all
    std::unordered_map<std::string_view, std::size_t> m_places;
};

// How the values of one path are laid out.
enum class Shape { Leaf, Objects, Arrays };

Shape shapeOf(const Cells &values)
{
    Shape shape = Shape::Leaf;
    std::optional<std::size_t> size;
    bool isFilled = false;
    for (const Value value : values) {
        if (!value)
            continue;
        const auto mine = value.isObject() && !isMarkedSealed(value) ? Shape::Objects
            : value.isArray()                                        ? Shape::Arrays
                                                                     : Shape::Leaf;
        if (mine == Shape::Leaf || (shape != Shape::Leaf && shape != mine))
            return Shape::Leaf;
        if (mine == Shape::Arrays && size.value_or(value.size()) != value.size())
            return Shape::Leaf;
        shape = mine;
        size = value.size();
        isFilled = isFilled || value.size() > 0;
    }
    return isFilled ? shape : Shape::Leaf;
}

void appendLine(std::string &out, Value value, std::size_t most)
{
    if (out.size() > most)
        return;
    if (value.isString()) {
        appendJsonString(out, value.text().substr(0, most));
    } else if (value.isNumber()) {
        out += value.text();
    } else if (!value.isObject() && !value.isArray()) {
        out += value.isNull() ? "null" : value.isTrue() ? "true" : "false";
    } else {
        out += value.isObject() ? '{' : '[';
        bool isFirst = true;
        for (const auto &member : value) {
            if (out.size() > most)
                return;
            out += isFirst ? "" : ", ";
            isFirst = false;
            if (value.isObject()) {
                appendJsonString(out, member.key());
                out += ": ";
            }
            appendLine(out, member.value(), most);
        }
        out += value.isObject() ? '}' : ']';
    }
}

bool hasSealed(Value value)
{
    if (isMarkedSealed(value))
        return true;
    for (const auto &member : value) {
        if (hasSealed(member.value()))
            return true;
    }
    return false;
}

// A node and all below it: nodes stand in the order of the document.
bool anyMarked(Value value, const std::vector<bool> &marks)
{
    if (marks[value.index()])
        return true;
    for (const auto &member : value) {
        if (anyMarked(member.value(), marks))
            return true;
    }
    return false;
}

// "a~1b" -> "a/b".
std::string unescaped(std::string_view token)
{
    std::string text;
    for (std::size_t at = 0; at < token.size(); ++at) {
        const bool isEscape = token[at] == '~' && at + 1 < token.size();
        text += isEscape ? (token[++at] == '0' ? '~' : '/') : token[at];
    }
    return text;
}

} // namespace

std::string_view name(MatrixState state)
{
    static constexpr std::array<std::string_view, 4> names{"same", "differs", "missing", "own"};
    return names[std::size_t(state)];
}

std::string lineOf(Value value, std::size_t most)
{
    std::string out;
    appendLine(out, value, most);
    if (out.size() <= most)
        return out;
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80)
        --end;
    return out.substr(0, end) + "…";
}

MatrixColumn MatrixColumn::of(
    std::shared_ptr<const Tree> tree, const CompiledSchema *schema, const SecretScanner *scanner)
{
    MatrixColumn column;
    if (!tree)
        return column;
    const auto root = tree->root();
    column.sensitive = schema ? sensitiveNodes(*schema, root) : std::vector<bool>();
    column.own = schema ? perEnvironmentNodes(*schema, root) : std::vector<bool>();
    column.sensitive.resize(tree->nodeCount());
    column.own.resize(tree->nodeCount());
    for (const auto node :
        scanner ? coveredNodes(*tree, schema, *scanner) : std::vector<std::uint32_t>())
        column.sensitive[node] = true;
    column.tree = std::move(tree);
    return column;
}

MatrixColumn MatrixColumn::unknown(std::shared_ptr<const Tree> tree)
{
    MatrixColumn column;
    const auto count = tree ? tree->nodeCount() : 0;
    column.sensitive.assign(count, true);
    column.own.assign(count, true);
    column.tree = std::move(tree);
    return column;
}

// Makes the rows of one matrix.
class MatrixBuilder {
public:
    explicit MatrixBuilder(Matrix &matrix)
        : m_matrix(matrix)
    {
    }

    void visit(MatrixRow row, const Cells &values)
    {
        const auto shape = shapeOf(values);
        const auto index = m_matrix.rowCount();
        row.isLeaf = shape == Shape::Leaf;
        addCells(row, values);
        m_matrix.m_rows.push_back(row);
        if (row.isLeaf) {
            finishLeaf(index, values);
            return;
        }
        if (shape == Shape::Objects)
            visitMembers(index, values);
        else
            visitItems(index, values);
        finishContainer(index);
    }

private:
    void addCells(MatrixRow &row, const Cells &values)
    {
        for (std::size_t i = 0; i < values.size(); ++i) {
            MatrixCell cell;
            cell.like = std::uint16_t(i);
            if (const Value value = values[i]) {
                const auto &column = m_matrix.m_columns[i];
                cell.node = value.index();
                cell.kind = value.isObject() || value.isArray() ? MatrixCell::Kind::Container
                                                                : MatrixCell::Kind::Value;
                cell.isSensitive = row.isLeaf ? anyMarked(value, column.sensitive)
                                              : bool(column.sensitive[value.index()]);
                cell.isSealed = row.isLeaf && hasSealed(value);
                row.isOwn = row.isOwn
                    || (row.isLeaf ? anyMarked(value, column.own)
                                   : bool(column.own[value.index()]));
            }
            m_matrix.m_cells.push_back(cell);
        }
    }

    MatrixCell &cell(std::uint32_t row, std::size_t column)
    {
        return m_matrix.m_cells[row * m_matrix.m_columns.size() + column];
    }

    void finishLeaf(std::uint32_t index, const Cells &values)
    {
        bool isMissing = false;
        bool differs = false;
        std::size_t first = values.size();
        for (std::size_t i = 0; i < values.size(); ++i) {
            std::size_t other = 0;
            while (other < i
                && !(values[other].isPresent() == values[i].isPresent()
                    && (!values[i] || sameValue(values[other], values[i]))))
                ++other;
            cell(index, i).like = std::uint16_t(other);
            isMissing = isMissing || !values[i];
            if (values[i] && first == values.size())
                first = i;
            differs = differs || (values[i] && other != first);
        }
        auto &row = m_matrix.m_rows[index];
        row.end = index + 1;
        row.state = row.isOwn ? MatrixState::Own
            : isMissing       ? MatrixState::Missing
            : differs         ? MatrixState::Differs
                              : MatrixState::Same;
        ++m_matrix.m_counts[std::size_t(row.state)];
    }

    // What is missing weighs more than what differs; what is expected to differ the least.
    void finishContainer(std::uint32_t index)
    {
        auto &row = m_matrix.m_rows[index];
        row.end = m_matrix.rowCount();
        bool isOnlyOwn = true;
        for (auto child = index + 1; child < row.end; child = m_matrix.m_rows[child].end) {
            const auto state = m_matrix.m_rows[child].state;
            isOnlyOwn = isOnlyOwn && state == MatrixState::Own;
            if (state != MatrixState::Own)
                row.state = std::max(row.state, state);
        }
        for (std::size_t i = 0; i < m_matrix.columnCount() && !row.isOwn; ++i) {
            if (!cell(index, i).isPresent() && !isOnlyOwn)
                row.state = MatrixState::Missing;
        }
        if (row.isOwn || (isOnlyOwn && row.state == MatrixState::Same))
            row.state = MatrixState::Own;
    }

    void visitMembers(std::uint32_t index, const Cells &values)
    {
        Gathering members(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i])
                members.add(i, values[i]);
        }
        std::uint32_t position = 0;
        members.each([&](const Entry &entry) {
            MatrixRow row;
            row.parent = index;
            row.key = entry.key;
            row.position = position++;
            row.isOwn = m_matrix.m_rows[index].isOwn;
            visit(row, entry.values);
        });
    }

    void visitItems(std::uint32_t index, const Cells &values)
    {
        std::vector<Value::Iterator> at;
        std::uint32_t count = 0;
        for (const Value value : values) {
            at.push_back(value.begin());
            count = std::max(count, std::uint32_t(value.size()));
        }
        for (std::uint32_t position = 0; position < count; ++position) {
            Cells items(values.size());
            for (std::size_t i = 0; i < values.size(); ++i) {
                if (!values[i])
                    continue;
                items[i] = at[i].value();
                ++at[i];
            }
            MatrixRow row;
            row.parent = index;
            row.position = position;
            row.isItem = true;
            row.isOwn = m_matrix.m_rows[index].isOwn;
            visit(row, items);
        }
    }

    Matrix &m_matrix;
};

Matrix::Matrix(std::vector<MatrixColumn> columns)
    : m_columns(std::move(columns))
{
    Cells roots;
    bool isEmpty = true;
    for (const auto &column : m_columns) {
        roots.push_back(column.tree ? column.tree->root() : Value());
        isEmpty = isEmpty && !roots.back();
    }
    if (!isEmpty)
        MatrixBuilder(*this).visit({}, roots);
}

Value Matrix::value(std::uint32_t row, std::size_t column) const
{
    const auto &there = cell(row, column);
    return there.isPresent() ? Value(*m_columns[column].tree, there.node) : Value();
}

std::string Matrix::pointer(std::uint32_t index) const
{
    std::vector<std::uint32_t> way;
    for (auto row = index; m_rows[row].parent != MatrixRow::none; row = m_rows[row].parent)
        way.push_back(row);
    std::string pointer;
    for (auto row = way.rbegin(); row != way.rend(); ++row)
        pointer += '/'
            + (m_rows[*row].isItem ? std::to_string(m_rows[*row].position)
                                   : escapePointerToken(m_rows[*row].key));
    return pointer;
}

std::uint32_t Matrix::find(std::string_view pointer) const
{
    if (m_rows.empty() || (!pointer.empty() && pointer.front() != '/'))
        return MatrixRow::none;
    std::uint32_t at = 0;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const auto token = pointer.substr(0, std::min(pointer.find('/'), pointer.size()));
        pointer.remove_prefix(token.size());
        const auto key = unescaped(token);
        auto child = at + 1;
        while (child < m_rows[at].end
            && !(m_rows[child].isItem ? std::to_string(m_rows[child].position) == key
                                      : m_rows[child].key == key))
            child = m_rows[child].end;
        if (child >= m_rows[at].end)
            return MatrixRow::none;
        at = child;
    }
    return at;
}

bool Matrix::isSensitive(std::uint32_t row) const
{
    for (std::size_t i = 0; i < columnCount(); ++i) {
        if (cell(row, i).isSensitive)
            return true;
    }
    return false;
}

} // namespace chancery::core
