// SPDX-License-Identifier: Apache-2.0
#include "sidenote.h"

#include <charconv>

namespace chancery::audit {

namespace {

constexpr std::string_view heading = "chancery audit copy 1\n";

// "NAME 17\n", from the front of the text.
std::optional<std::int64_t> taken(std::string_view &text, std::string_view name)
{
    std::int64_t number = 0;
    if (!text.starts_with(name))
        return std::nullopt;
    text.remove_prefix(name.size());
    const auto *end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || number < 0 || read.ptr == end || *read.ptr != '\n')
        return std::nullopt;
    text.remove_prefix(std::size_t(read.ptr - text.data()) + 1);
    return number;
}

} // namespace

std::string SideNote::toText(const RowMarks &marks) const
{
    const auto mark
        = marks.of("side note", generation, alarms, unacknowledged, receipts, checkpoint);
    return std::string(heading) + "generation " + std::to_string(generation) + "\nalarms "
        + std::to_string(alarms) + "\nunacknowledged " + std::to_string(unacknowledged)
        + "\nreceipts " + std::to_string(receipts) + "\nmark " + core::toHex(mark) + "\n\n"
        + checkpoint;
}

std::optional<SideNote> SideNote::of(std::string_view text, const RowMarks &marks)
{
    const auto whole = text;
    if (!text.starts_with(heading))
        return std::nullopt;
    text.remove_prefix(heading.size());
    const auto generation = taken(text, "generation ");
    const auto alarms = taken(text, "alarms ");
    const auto unacknowledged = taken(text, "unacknowledged ");
    const auto receipts = taken(text, "receipts ");
    const auto end = text.find("\n\n");
    if (!generation || !alarms || !unacknowledged || !receipts || end == std::string_view::npos)
        return std::nullopt;
    const SideNote note{
        *generation, *alarms, *unacknowledged, *receipts, std::string(text.substr(end + 2))};
    if (note.toText(marks) != whole)
        return std::nullopt;
    return note;
}

} // namespace chancery::audit
