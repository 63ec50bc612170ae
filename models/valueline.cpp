// SPDX-License-Identifier: Apache-2.0
#include "valueline.h"

#include "engine/core/document/json.h"
#include "engine/core/sealing/sealedvalue.h"
#include "engine/core/secrets/scanner.h"
#include "models/qtconvert.h"

#include <QCoreApplication>

namespace chancery::models {

namespace {

constexpr std::size_t longestLine = 240;
constexpr std::size_t longestText = 160;

class LineWriter {
public:
    explicit LineWriter(const SensitiveTest &isSensitive)
        : m_isSensitive(isSensitive)
    {
    }

    void write(core::Value value, std::string &pointer)
    {
        if (const QString sealed = sealedText(value); !sealed.isEmpty()) {
            m_out += fromQt(sealed);
            return;
        }
        if (isCovered(value, pointer, m_isSensitive)) {
            m_out += fromQt(maskText());
            return;
        }
        switch (value.type()) {
        case core::NodeType::Object:
        case core::NodeType::Array:
            writeContent(value, pointer);
            return;
        case core::NodeType::String:
            writeText(value.text());
            return;
        case core::NodeType::Number:
            m_out += value.text();
            return;
        case core::NodeType::True:
            m_out += "true";
            return;
        case core::NodeType::False:
            m_out += "false";
            return;
        case core::NodeType::Null:
        case core::NodeType::Key:
            m_out += "null";
            return;
        }
    }
    std::string &out() { return m_out; }

private:
    void writeContent(core::Value value, std::string &pointer)
    {
        m_out += value.isObject() ? '{' : '[';
        std::size_t number = 0;
        for (const auto &item : value) {
            m_out += number == 0 ? "" : ", ";
            if (m_out.size() > longestLine) {
                m_out += "…";
                break;
            }
            const auto length = pointer.size();
            pointer += '/';
            if (value.isObject()) {
                pointer += core::escapePointerToken(item.key());
                writeText(item.key());
                m_out += ": ";
            } else {
                pointer += std::to_string(number);
            }
            ++number;
            write(item.value(), pointer);
            pointer.resize(length);
        }
        m_out += value.isObject() ? '}' : ']';
    }

    void writeText(std::string_view text)
    {
        if (text.size() <= longestText) {
            core::appendJsonString(m_out, text);
            return;
        }
        // Not in the middle of a character.
        std::size_t end = longestText;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
            --end;
        core::appendJsonString(m_out, std::string(text.substr(0, end)) + "…");
    }

    const SensitiveTest &m_isSensitive;
    std::string m_out;
};

} // namespace

bool isCovered(core::Value value, const std::string &pointer, const SensitiveTest &isSensitive)
{
    return (isSensitive && isSensitive(pointer))
        || core::SecretScanner::shared().covers(pointer, value);
}

QString sealedText(core::Value value)
{
    const auto sealed = core::sealedValue(value);
    return sealed ? QCoreApplication::translate("Outline", "sealed, %1").arg(toQt(sealed->kid))
                  : QString();
}

QString maskText()
{
    return QString(8, QChar(0x2022));
}

QString valueLine(core::Value value, const std::string &pointer, const SensitiveTest &isSensitive)
{
    if (!value)
        return {};
    LineWriter writer(isSensitive);
    std::string place = pointer;
    writer.write(value, place);
    return toQt(writer.out());
}

} // namespace chancery::models
