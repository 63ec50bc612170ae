// SPDX-License-Identifier: Apache-2.0
// The tables are the special-purpose registries of IANA for IPv4 (RFC 6890 and later) and IPv6.
#include "addressguard.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <span>

namespace chancery::core {

namespace {

struct Range {
    std::array<std::uint8_t, 16> bytes;
    int bits;
    AddressClass kind;
};

constexpr Range four(std::uint8_t a, std::uint8_t b, std::uint8_t c, int bits, AddressClass kind)
{
    return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, 0}, 96 + bits, kind};
}

constexpr Range six(std::uint16_t first, std::uint16_t second, int bits, AddressClass kind)
{
    return {{std::uint8_t(first >> 8), std::uint8_t(first & 0xff), std::uint8_t(second >> 8),
                std::uint8_t(second & 0xff)},
        bits, kind};
}

using enum AddressClass;

// The narrower stands before the wider.
constexpr std::array fourRanges{four(0, 0, 0, 8, Unspecified), four(10, 0, 0, 8, Private),
    four(100, 64, 0, 10, Reserved), four(127, 0, 0, 8, Loopback), four(169, 254, 0, 16, LinkLocal),
    four(172, 16, 0, 12, Private), four(192, 0, 0, 24, Reserved), four(192, 0, 2, 24, Reserved),
    four(192, 31, 196, 24, Reserved), four(192, 52, 193, 24, Reserved),
    four(192, 88, 99, 24, Reserved), four(192, 168, 0, 16, Private),
    four(192, 175, 48, 24, Reserved), four(198, 18, 0, 15, Reserved),
    four(198, 51, 100, 24, Reserved), four(203, 0, 113, 24, Reserved),
    four(224, 0, 0, 4, Multicast), four(240, 0, 0, 4, Reserved)};

constexpr std::array sixRanges{six(0xfe80, 0, 10, LinkLocal), six(0xfec0, 0, 10, Private),
    six(0xfc00, 0, 7, Private), six(0xff00, 0, 8, Multicast), six(0x2001, 0x0db8, 32, Reserved),
    six(0x2001, 0, 23, Reserved), six(0x0100, 0, 64, Reserved), six(0x3fff, 0, 20, Reserved),
    six(0x5f00, 0, 16, Reserved)};

bool startsAlike(
    const std::array<std::uint8_t, 16> &a, const std::array<std::uint8_t, 16> &b, int bits)
{
    for (std::size_t i = 0; i < a.size() && bits > 0; ++i, bits -= 8) {
        const auto mask = bits >= 8 ? 0xff : (0xff00 >> bits) & 0xff;
        if ((a[i] & mask) != (b[i] & mask))
            return false;
    }
    return true;
}

template <typename Ranges>
AddressClass classIn(const Ranges &ranges, const NetworkAddress &address)
{
    const auto found = std::ranges::find_if(ranges,
        [&](const Range &range) { return startsAlike(address.bytes, range.bytes, range.bits); });
    return found == ranges.end() ? Public : found->kind;
}

NetworkAddress fourAt(const NetworkAddress &address, std::size_t at, std::uint8_t turn = 0)
{
    const auto part = [&](std::size_t i) { return std::uint8_t(address.bytes[at + i] ^ turn); };
    return NetworkAddress::v4({part(0), part(1), part(2), part(3)});
}

// Where a version 6 address that carries a version 4 one leads.
std::optional<NetworkAddress> carried(const NetworkAddress &address)
{
    const auto begins = [&](std::initializer_list<std::uint8_t> bytes) {
        return std::equal(bytes.begin(), bytes.end(), address.bytes.begin());
    };
    if (begins({0, 0x64, 0xff, 0x9b})) // NAT64, RFC 6052 and RFC 8215
        return fourAt(address, 12);
    if (begins({0x20, 0x02})) // 6to4
        return fourAt(address, 2);
    if (begins({0x20, 0x01, 0, 0})) // Teredo: the client's, turned
        return fourAt(address, 12, 0xff);
    if (begins({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})) // compatible
        return fourAt(address, 12);
    if (begins({0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0})) // translated
        return fourAt(address, 12);
    return std::nullopt;
}

Error noNetwork(std::string_view text)
{
    return {
        ErrorKind::Invalid, "network", "no address or network: " + std::string(text), {}, {}, {}};
}

} // namespace

NetworkAddress NetworkAddress::v4(const std::array<std::uint8_t, 4> &bytes)
{
    NetworkAddress address;
    address.bytes[10] = address.bytes[11] = 0xff;
    std::ranges::copy(bytes, address.bytes.begin() + 12);
    return address;
}

bool NetworkAddress::isV4() const
{
    return std::all_of(bytes.begin(), bytes.begin() + 10, [](std::uint8_t b) { return b == 0; })
        && bytes[10] == 0xff && bytes[11] == 0xff;
}

AddressClass classOf(const NetworkAddress &address)
{
    if (address.isV4())
        return classIn(fourRanges, address);
    static constexpr std::array<std::uint8_t, 16> none{};
    if (address.bytes == none)
        return Unspecified;
    if (startsAlike(address.bytes, none, 120) && address.bytes[15] == 1)
        return Loopback;
    if (const auto inner = carried(address)) {
        const auto kind = classIn(fourRanges, *inner);
        // What is carried to a public address goes through a gateway that nobody vouches for.
        return kind == Public ? Reserved : kind;
    }
    const auto kind = classIn(sixRanges, address);
    // Beside those nothing but 2000::/3 is given out.
    return kind == Public && (address.bytes[0] & 0xe0) != 0x20 ? Reserved : kind;
}

std::string_view name(AddressClass addressClass)
{
    static constexpr std::array<std::string_view, 7> names{
        "public", "unspecified", "loopback", "link-local", "private", "multicast", "reserved"};
    return names[std::size_t(addressClass)];
}

Result<Network> Network::parse(std::string_view text)
{
    const auto slash = text.find('/');
    const auto address = addressFromText(text.substr(0, slash));
    if (!address)
        return noNetwork(text);
    Network network;
    network.m_address = *address;
    if (slash == std::string_view::npos)
        return network;
    const auto digits = text.substr(slash + 1);
    int bits = -1;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    const int most = address->isV4() ? 32 : 128;
    if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() || bits < 0
        || bits > most)
        return noNetwork(text);
    network.m_bits = bits + 128 - most;
    return network;
}

bool Network::contains(const NetworkAddress &address) const
{
    return address.isV4() == m_address.isV4()
        && startsAlike(address.bytes, m_address.bytes, m_bits);
}

bool AddressGuard::allows(const NetworkAddress &address) const
{
    return classOf(address) == Public
        || std::ranges::any_of(
            m_allowed, [&](const Network &network) { return network.contains(address); });
}

Result<NetworkAddress> addressFromText(std::string_view text)
{
    const std::string copy(text);
    std::array<std::uint8_t, 4> fourBytes{};
    if (::inet_pton(AF_INET, copy.c_str(), fourBytes.data()) == 1)
        return NetworkAddress::v4(fourBytes);
    NetworkAddress address;
    if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1)
        return address;
    return noNetwork(text);
}

std::string toText(const NetworkAddress &address)
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    if (address.isV4())
        ::inet_ntop(AF_INET, address.bytes.data() + 12, buffer.data(), buffer.size());
    else
        ::inet_ntop(AF_INET6, address.bytes.data(), buffer.data(), buffer.size());
    return buffer.data();
}

} // namespace chancery::core
