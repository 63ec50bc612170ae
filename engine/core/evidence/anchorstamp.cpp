// SPDX-License-Identifier: Apache-2.0
#include "anchorstamp.h"

#include <vector>

// TimeStampResp > status, token > SignedData > TSTInfo > messageImprint. Everything else in it is
// stepped over by its length.
namespace chancery::core::evidence {

namespace {

using namespace std::string_view_literals;

constexpr int sequence = 0x30;
constexpr int set = 0x31;
constexpr int integer = 0x02;
constexpr int octets = 0x04;
constexpr int identifier = 0x06;
constexpr int generalTime = 0x18;
constexpr int wrapped = 0xa0;

constexpr auto signedData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"sv; // 1.2.840.113549.1.7.2
constexpr auto stampInfo
    = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04"sv; // 1.2.840.113549.1.9.16.1.4
constexpr auto sha256Name = "\x60\x86\x48\x01\x65\x03\x04\x02\x01"sv; // 2.16.840.1.101.3.4.2.1

struct Item {
    int tag = 0;
    std::string_view content;
};

// One item from the front; nothing where there is none in this form. Lengths have one byte, or
// one to four that a first byte announces.
std::optional<Item> take(std::string_view &bytes)
{
    const auto at
        = [&bytes](std::size_t index) { return static_cast<unsigned char>(bytes[index]); };
    if (bytes.size() < 2 || (at(0) & 0x1f) == 0x1f)
        return std::nullopt;
    std::size_t length = at(1);
    std::size_t head = 2;
    if (length > 0x7f) {
        const auto count = length & 0x7f;
        if (count < 1 || count > 4 || bytes.size() < 2 + count)
            return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < count; ++i)
            length = length << 8 | at(2 + i);
        head += count;
    }
    if (bytes.size() - head < length)
        return std::nullopt;
    const Item item{at(0), bytes.substr(head, length)};
    bytes.remove_prefix(head + length);
    return item;
}

// The items of a content, so many at most; all of it in this form, or nothing.
std::optional<std::vector<Item>> itemsOf(std::string_view content)
{
    static constexpr std::size_t most = 64; // no sequence that is looked into has half as many
    std::vector<Item> items;
    while (!content.empty()) {
        const auto item = take(content);
        if (!item || items.size() == most)
            return std::nullopt;
        items.push_back(*item);
    }
    return items;
}

// The content of the item there, if it has that tag and something may be in it.
std::optional<std::string_view> contentAt(
    const std::optional<std::vector<Item>> &items, std::size_t index, int tag)
{
    if (!items || items->size() <= index || (*items)[index].tag != tag)
        return std::nullopt;
    return (*items)[index].content;
}

std::optional<std::vector<Item>> partsAt(
    const std::optional<std::vector<Item>> &items, std::size_t index, int tag)
{
    const auto content = contentAt(items, index, tag);
    return content ? itemsOf(*content) : std::nullopt;
}

// The TSTInfo of a token.
std::optional<std::string_view> infoOf(const std::optional<std::vector<Item>> &token)
{
    if (contentAt(token, 0, identifier) != signedData)
        return std::nullopt;
    const auto data = partsAt(partsAt(token, 1, wrapped), 0, sequence);
    if (!contentAt(data, 0, integer) || !contentAt(data, 1, set))
        return std::nullopt;
    const auto inner = partsAt(data, 2, sequence);
    if (contentAt(inner, 0, identifier) != stampInfo)
        return std::nullopt;
    return contentAt(partsAt(inner, 1, wrapped), 0, octets);
}

} // namespace

std::optional<AnchorStamp> readStamp(std::string_view answer)
{
    const auto outer = itemsOf(answer);
    if (!outer || outer->size() != 1)
        return std::nullopt;
    const auto response = partsAt(outer, 0, sequence);
    const auto status = contentAt(partsAt(response, 0, sequence), 0, integer);
    if (status != "\0"sv && status != "\1"sv)
        return std::nullopt;
    const auto info = infoOf(partsAt(response, 1, sequence));
    const auto whole = info ? itemsOf(*info) : std::nullopt;
    if (!whole || whole->size() != 1)
        return std::nullopt;
    const auto parts = partsAt(whole, 0, sequence);
    const auto imprint = partsAt(parts, 2, sequence);
    const auto time = contentAt(parts, 4, generalTime);
    if (contentAt(partsAt(imprint, 0, sequence), 0, identifier) != sha256Name || !time
        || time->find_first_not_of("0123456789.Z") != std::string_view::npos)
        return std::nullopt;
    const auto digest = sha256FromBytes(contentAt(imprint, 1, octets).value_or(""));
    return digest ? std::optional(AnchorStamp{*digest, std::string(*time)}) : std::nullopt;
}

} // namespace chancery::core::evidence
