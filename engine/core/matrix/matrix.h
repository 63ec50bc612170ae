// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schema.h"
#include "engine/core/secrets/scanner.h"

#include <array>

namespace chancery::core {

// One config's text in one environment, or a draft of it, with what is known of its nodes.
struct MatrixColumn {
    std::shared_ptr<const Tree> tree; // null: there is nothing
    std::vector<bool> sensitive; // by node
    std::vector<bool> own; // by node: values that belong to their environment

    // What the schema says, and the values that look like secrets. Where it cannot be known, all is
    // sensitive and the environment's own. Either may be null.
    static MatrixColumn of(std::shared_ptr<const Tree> tree, const CompiledSchema *schema,
        const SecretScanner *scanner);
    // Its schema cannot be read.
    static MatrixColumn unknown(std::shared_ptr<const Tree> tree);
};

struct MatrixCell {
    enum class Kind : std::uint8_t { Absent, Value, Container };

    std::uint32_t node = 0; // of the column's tree
    std::uint16_t like = 0; // the first column with the same value
    Kind kind = Kind::Absent;
    bool isSensitive = false; // or something in it
    bool isSealed = false; // or something in it

    bool isPresent() const { return kind != Kind::Absent; }
};

enum class MatrixState : std::uint8_t {
    Same, // everywhere
    Differs,
    Missing, // somewhere
    Own // the environment's own: expected to differ
};
std::string_view name(MatrixState state); // "same", "differs", "missing", "own"

struct MatrixRow {
    static constexpr auto none = std::uint32_t(-1);

    std::uint32_t parent = none;
    std::uint32_t end = 0; // behind the last row below it
    std::string_view key; // of a member
    std::uint32_t position = 0; // in its parent, among rows; of an item its index
    MatrixState state = MatrixState::Same; // of a container: the strongest of what is below it
    bool isItem = false;
    bool isLeaf = true; // compared as a whole
    bool isOwn = false; // or something in it
};

// One config's keys against environments. Rows in document order, a container before its content; a
// key that only a later column has stands behind the one that it follows there. Objects are
// compared member by member. Arrays of one length item by item; arrays of different lengths are one
// row, for nobody knows which item is which. Sealed values, and what is a container in one place
// and none in another, are one row as well. Immutable, of any thread; owns its trees. Linear.
class Matrix {
public:
    Matrix() = default;
    explicit Matrix(std::vector<MatrixColumn> columns);

    std::size_t columnCount() const { return m_columns.size(); }
    std::uint32_t rowCount() const { return std::uint32_t(m_rows.size()); }
    const MatrixColumn &column(std::size_t index) const { return m_columns[index]; }
    const MatrixRow &row(std::uint32_t row) const { return m_rows[row]; }
    const MatrixCell &cell(std::uint32_t row, std::size_t column) const
    {
        return m_cells[row * m_columns.size() + column];
    }
    // Absent where the cell is.
    Value value(std::uint32_t row, std::size_t column) const;
    std::string pointer(std::uint32_t row) const;
    // The row of that pointer; MatrixRow::none for one inside a row that is compared as a whole.
    std::uint32_t find(std::string_view pointer) const;
    bool isSensitive(std::uint32_t row) const;
    // How many leaves are in that state.
    std::size_t count(MatrixState state) const { return m_counts[std::size_t(state)]; }

private:
    friend class MatrixBuilder;

    std::vector<MatrixColumn> m_columns;
    std::vector<MatrixRow> m_rows;
    std::vector<MatrixCell> m_cells;
    std::array<std::size_t, 4> m_counts{};
};

// In one line of JSON, cut after that many bytes.
std::string lineOf(Value value, std::size_t most = 200);

} // namespace chancery::core
