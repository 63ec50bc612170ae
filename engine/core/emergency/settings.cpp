// SPDX-License-Identifier: Apache-2.0
#include "settings.h"

#include "engine/core/document/value.h"
#include "engine/core/schema/pattern.h"

namespace chancery::core {

namespace {

constexpr std::string_view schemaText = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:chancery:sys:emergency",
  "title": "Emergency access",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "maximumMinutes": {
      "description": "The longest session, and the longest extension",
      "type": "integer", "minimum": 1, "maximum": 240, "default": 60
    },
    "incidentPattern": {
      "description": "The form of an incident's id; without look-around and back-references",
      "type": "string", "minLength": 1, "maxLength": 500, "format": "regex",
      "default": "[A-Z][A-Z0-9]{1,9}-[0-9]{1,10}"
    },
    "twoPerson": {
      "description": "A second person confirms before a session opens",
      "type": "boolean", "default": false
    },
    "mayPassFreeze": {
      "description": "Actions go through freeze windows too",
      "type": "boolean", "default": false
    },
    "reviewWithinHours": {
      "description": "When the review of a session is due after its end",
      "type": "integer", "minimum": 1, "maximum": 720, "default": 72
    },
    "ratifyWithinDays": {
      "description": "After so long a request to take back what nobody approved opens by itself",
      "type": "integer", "minimum": 1, "maximum": 30, "default": 5
    },
    "roster": {
      "description": "Accounts and groups that are let in, of those who have the right",
      "type": "array", "minItems": 1, "maxItems": 200,
      "items": {"type": "string", "minLength": 1, "maxLength": 128}
    }
  }
}
)";

// Reads the members and keeps what is wrong with them.
class SettingsReader {
public:
    Result<EmergencySettings> run(Value root)
    {
        if (!root.isObject()) {
            complain("", "type", "Expected an object");
        } else {
            for (const auto &member : root)
                take(member.key(), member.value());
        }
        if (!m_problems.empty())
            return Error{ErrorKind::Invalid, "policy-violation",
                "The settings of emergency access cannot be used", {}, std::move(m_problems), {}};
        return m_settings;
    }

private:
    void complain(const std::string &pointer, std::string code, std::string message)
    {
        m_problems.push_back({pointer, std::move(code), std::move(message), {}, 0, 0});
    }

    void take(std::string_view key, Value value)
    {
        const auto pointer = '/' + escapePointerToken(key);
        if (key == "maximumMinutes")
            m_settings.maximum = std::chrono::minutes(number(pointer, value, 240));
        else if (key == "reviewWithinHours")
            m_settings.reviewWithin = std::chrono::hours(number(pointer, value, 720));
        else if (key == "ratifyWithinDays")
            m_settings.ratifyWithin = std::chrono::days(number(pointer, value, 30));
        else if (key == "twoPerson")
            m_settings.twoPerson = flag(pointer, value);
        else if (key == "mayPassFreeze")
            m_settings.mayPassFreeze = flag(pointer, value);
        else if (key == "incidentPattern")
            takePattern(pointer, value);
        else if (key == "roster")
            checkRoster(pointer, value); // which emergencyRoster() reads
        else
            complain(pointer, "additionalProperties", "This is no setting of emergency access");
    }

    int number(const std::string &pointer, Value value, int most)
    {
        const auto found = value.isNumber() ? value.integer() : std::nullopt;
        if (found && *found >= 1 && *found <= most)
            return int(*found);
        complain(pointer, "range", "Expected a whole number from 1 to " + std::to_string(most));
        return 1;
    }

    bool flag(const std::string &pointer, Value value)
    {
        if (!value.isBool())
            complain(pointer, "type", "Expected true or false");
        return value.isTrue();
    }

    void checkRoster(const std::string &pointer, Value value)
    {
        static constexpr std::size_t most = 200;
        static constexpr std::size_t longest = 128;
        if (!value.isArray() || value.size() == 0 || value.size() > most) {
            complain(pointer, "roster", "Expected a list of 1 to 200 accounts and groups");
            return;
        }
        int index = 0;
        for (const auto &item : value) {
            const auto name = item.value();
            if (!name.isString() || name.text().empty() || name.text().size() > longest)
                complain(pointer + '/' + std::to_string(index), "roster",
                    "Expected the name of an account or a group");
            ++index;
        }
    }

    void takePattern(const std::string &pointer, Value value)
    {
        static constexpr std::size_t longest = 500;
        const std::string source(value.isString() ? value.text() : "");
        if (source.empty() || source.size() > longest) {
            complain(pointer, "pattern", "Expected an expression of 1 to 500 bytes");
            return;
        }
        const auto pattern = Pattern::compile("^(?:" + source + ")$");
        if (!pattern || pattern->isCostly())
            complain(pointer, "pattern",
                "Expected a regular expression without look-around and back-references");
        m_settings.incidentPattern = source;
    }

    EmergencySettings m_settings;
    std::vector<FieldError> m_problems;
};

} // namespace

Result<EmergencySettings> emergencySettings(const Tree &tree)
{
    return SettingsReader().run(tree.nodeCount() > 0 ? tree.root() : Value());
}

std::string_view emergencySettingsSchema()
{
    return schemaText;
}

} // namespace chancery::core
