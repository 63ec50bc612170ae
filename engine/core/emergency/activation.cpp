// SPDX-License-Identifier: Apache-2.0
#include "activation.h"

#include "engine/core/document/utf8.h"
#include "engine/core/schema/pattern.h"

#include <algorithm>
#include <set>

namespace chancery::core {

namespace {

struct Span {
    std::uint32_t first;
    std::uint32_t last;
};

// Unicode 15: White_Space, Default_Ignorable_Code_Point, controls, what directs the writing, and
// the two pictures that are empty (U+2800, U+FFFC). In order.
constexpr Span unseen[]{{0x00, 0x20}, {0x7F, 0xA0}, {0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C},
    {0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F},
    {0x2028, 0x202F}, {0x205F, 0x206F}, {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164},
    {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFC}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};

bool isSeen(std::uint32_t point)
{
    return std::ranges::none_of(
        unseen, [&](const Span &span) { return point >= span.first && point <= span.last; });
}

// The code point of a well-formed sequence of that length.
std::uint32_t pointOf(const char *bytes, std::size_t length)
{
    const auto lead = static_cast<unsigned char>(bytes[0]);
    std::uint32_t point = length == 1 ? lead : lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i)
        point = point << 6 | (static_cast<unsigned char>(bytes[i]) & 0x3Fu);
    return point;
}

bool hasForm(const std::string &incident, const std::string &source)
{
    static constexpr std::size_t longest = 256;
    const auto pattern = Pattern::compile("^(?:" + source + ")$");
    return incident.size() <= longest && pattern
        && pattern->match(incident) == Matcher::Answer::Yes;
}

void checkScope(const NewEmergency &asked, std::vector<FieldError> &faults)
{
    static constexpr std::size_t most = 32;
    if (asked.environment.isEmpty())
        faults.push_back({"/environment", "required", "Expected an environment", {}, 0, 0});
    if (asked.namespaces.empty() || asked.namespaces.size() > most)
        faults.push_back({"/namespaces", "count", "Expected 1 to 32 namespaces", {}, 0, 0});
    std::set<std::string> seen;
    for (std::size_t i = 0; i < asked.namespaces.size(); ++i) {
        const auto &slug = asked.namespaces[i];
        const auto pointer = "/namespaces/" + std::to_string(i);
        if (slug == reservedNamespace)
            faults.push_back(
                {pointer, "reserved", "The rules are not changed in an emergency", {}, 0, 0});
        else if (slug.empty() || !seen.insert(slug).second)
            faults.push_back({pointer, "duplicate", "Expected each namespace once", {}, 0, 0});
    }
}

void checkDuration(const EmergencySettings &settings, int minutes, std::vector<FieldError> &faults)
{
    const auto most = std::min(
        settings.maximum, std::chrono::duration_cast<std::chrono::minutes>(longestEmergency));
    if (minutes < 1 || minutes > most.count())
        faults.push_back({"/minutes", "range",
            "Expected 1 to " + std::to_string(most.count()) + " minutes", {}, 0, 0});
}

} // namespace

std::size_t visibleCharacters(std::string_view text)
{
    const std::string ended(text); // utf8Length() looks as far as the NUL
    std::size_t count = 0;
    for (std::size_t i = 0; i < ended.size();) {
        const bool isPlain = static_cast<unsigned char>(ended[i]) < 0x80;
        const auto length = isPlain ? 1 : utf8Length(ended.data() + i); // of more than one byte
        if (length > 0 && isSeen(pointOf(ended.data() + i, length)))
            ++count;
        i += std::max<std::size_t>(length, 1);
    }
    return count;
}

std::vector<FieldError> reasonFaults(std::string_view reason, const std::string &pointer)
{
    static constexpr std::size_t longest = 4096;
    if (reason.size() > longest)
        return {{pointer, "maxLength", "Expected at most 4096 bytes", {}, 0, 0}};
    if (visibleCharacters(reason) < fewestReasonCharacters)
        return {{pointer, "minLength", "Expected at least 20 visible characters", {}, 0, 0}};
    return {};
}

Result<ActivationTerms> checkActivation(
    const EmergencySettings &settings, const NewEmergency &asked, int overdueReviews)
{
    auto faults = reasonFaults(asked.reason, "/reason");
    checkScope(asked, faults);
    checkDuration(settings, asked.minutes, faults);
    if (!hasForm(asked.incident, settings.incidentPattern))
        faults.push_back(
            {"/incident", "pattern", "Expected an id as " + settings.incidentPattern, {}, 0, 0});
    if (!faults.empty())
        return Error{ErrorKind::Invalid, "policy-violation",
            "Emergency access cannot be had like this", {}, std::move(faults), {}};
    if (overdueReviews >= 2)
        return Error{ErrorKind::Conflict, "state-conflict",
            "Two reviews of emergency access are overdue; they come first", {}, {}, {}};
    return ActivationTerms{settings.twoPerson || overdueReviews == 1};
}

} // namespace chancery::core
