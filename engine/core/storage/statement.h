// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

struct sqlite3_stmt;

namespace chancery::core {

// Bytes that are stored as a BLOB; a plain string_view is stored as TEXT.
struct Blob {
    std::string_view bytes;
};
// The same two without a copy, for whoever stores millions: the bytes must be there until the
// statement was run, which lets go of them.
struct LastingText {
    std::string_view text;
};
struct LastingBlob {
    std::string_view bytes;
};

// One prepared statement, kept by its owner and used again and again; it must die before its
// Database. Parameters and columns count as SQLite counts them: parameters from one, columns from
// zero. A failed bind is reported by the next step. Used by one thread at a time.
class Statement {
public:
    explicit Statement(sqlite3_stmt *statement = nullptr);

    // Texts and blobs are copied.
    Statement &bind(int parameter, std::int64_t value);
    Statement &bind(int parameter, double value);
    Statement &bind(int parameter, std::string_view text);
    Statement &bind(int parameter, Blob blob);
    Statement &bind(int parameter, LastingText text);
    Statement &bind(int parameter, LastingBlob blob);
    Statement &bind(int parameter, std::nullptr_t);
    Statement &bind(int parameter, std::integral auto value)
    {
        return bind(parameter, static_cast<std::int64_t>(value));
    }
    Statement &bind(int parameter, const char *text)
    {
        return bind(parameter, std::string_view(text));
    }
    template <typename T>
    Statement &bind(int parameter, const std::optional<T> &value)
    {
        return value ? bind(parameter, *value) : bind(parameter, nullptr);
    }
    // All parameters from the first on: "insert.bindAll(seq, Blob{raw}, name)".
    template <typename... Values>
    Statement &bindAll(const Values &...values)
    {
        int parameter = 0;
        (bind(++parameter, values), ...);
        return *this;
    }

    // True: a row stands ready. False: done, and the statement is reset. An error resets it too.
    Result<bool> step();
    // Steps to the end and leaves the statement ready for its next use.
    Result<> run();
    // Ends a reading before its last row and forgets the bound values.
    void reset();

    // The columns of the present row; views last until the next step or reset.
    int columnCount() const;
    bool isNull(int column) const;
    bool isText(int column) const;
    bool isInteger(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const;
    std::string_view blob(int column) const;

private:
    struct Finalizer {
        void operator()(sqlite3_stmt *statement) const;
    };

    void note(int bindResult);

    std::unique_ptr<sqlite3_stmt, Finalizer> m_statement;
    int m_bindError = 0;
};

} // namespace chancery::core
