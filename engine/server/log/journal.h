// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace chancery::server {

enum class JournalLevel { Debug, Info, Warning, Error };

struct JournalField {
    std::string_view name;
    std::string value;
};

// What the server says of itself to its operator, one line an event; the audit log is something
// else. Never secrets, never bodies. Made by the program, written from any thread, and it must not
// wait: a reader that is slow loses lines.
class Journal {
public:
    virtual ~Journal() = default;
    virtual bool wants(JournalLevel level) const = 0;
    virtual void write(
        JournalLevel level, std::string_view event, std::initializer_list<JournalField> fields)
        = 0;
};

} // namespace chancery::server
