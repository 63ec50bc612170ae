// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::audit {

// Writes one JSON document and hands it over in canonical form (RFC 8785), whatever the order in
// which its members were written. Texts pass through visibleText().
class JsonText {
public:
    void openObject();
    void openArray();
    void close();
    void key(std::string_view name);
    void text(std::string_view value);
    void exact(std::string_view value); // as it is, for what a program compares
    void number(std::int64_t value);
    void member(std::string_view name, std::string_view value);
    void member(std::string_view name, const char *value) { member(name, std::string_view(value)); }
    void member(std::string_view name, const std::string &value)
    {
        member(name, std::string_view(value));
    }
    void member(std::string_view name, std::int64_t value);
    void member(std::string_view name, const std::vector<std::string> &values);

    // Empty where the calls did not make a document.
    std::string take();

private:
    void separate();

    std::string m_out;
    std::string m_open; // the brackets that close what is open
    bool m_isFirst = true;
};

} // namespace chancery::audit
