// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Where a server may be sent by an address that somebody else wrote (standards.md T15). Pure: names
// are resolved elsewhere, and it is the resolved address that is judged, never its spelling.
namespace chancery::core {

// An address of either family; version 4 in the last four bytes as RFC 4291 §2.5.5.2 maps it.
struct NetworkAddress {
    std::array<std::uint8_t, 16> bytes{};

    static NetworkAddress v4(const std::array<std::uint8_t, 4> &bytes);
    bool isV4() const;
    friend bool operator==(const NetworkAddress &, const NetworkAddress &) = default;
};

// What an address is; everything but Public is of this machine, of its own networks, or of no
// single host.
enum class AddressClass : std::uint8_t {
    Public,
    Unspecified,
    Loopback,
    LinkLocal, // with it the metadata services of clouds
    Private,
    Multicast,
    Reserved // documentation, benchmarks, carrier NAT, what is not given out
};
// A version 4 address inside a version 6 one (mapped, compatible, NAT64, 6to4, Teredo) is judged as
// what it leads to.
AddressClass classOf(const NetworkAddress &address);
std::string_view name(AddressClass addressClass);

// "10.1.0.0/16", "fd00::/8", "192.0.2.1".
class Network {
public:
    static Result<Network> parse(std::string_view text);
    bool contains(const NetworkAddress &address) const;

private:
    NetworkAddress m_address;
    int m_bits = 128;
};

// Public addresses, and what an option of the server allows.
class AddressGuard {
public:
    explicit AddressGuard(std::vector<Network> allowed = {})
        : m_allowed(std::move(allowed))
    {
    }
    bool allows(const NetworkAddress &address) const;

private:
    std::vector<Network> m_allowed;
};

// Dotted decimal of four whole parts, or RFC 4291 text; nothing else is an address.
Result<NetworkAddress> addressFromText(std::string_view text);
std::string toText(const NetworkAddress &address);

} // namespace chancery::core
