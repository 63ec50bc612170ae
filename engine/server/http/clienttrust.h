// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

#include <optional>
#include <set>
#include <string>

struct ssl_st;
struct ssl_ctx_st;

// Certificates that programs show (mutual TLS, standards.md AUT-4). What is wrong with one ends the
// handshake; that none was shown does not, for people have none. docs/adr/0023.
namespace chancery::server {

struct ClientTrust {
    std::string authorities; // PEM; empty: nobody is asked for a certificate
    std::string revoked; // PEM with a revocation list of each authority; empty: none
    std::string denied; // a file of serial numbers and URIs; empty: none

    bool isOn() const { return !authorities.empty(); }
};

// One that was found good, for as long as it is.
struct PeerCertificate {
    std::string uri; // its one name
    std::string serial; // hexadecimal, lower case
    core::Instant notAfter;
};

// Lines of the denied file: a serial number in hexadecimal or a URI each; "#" begins a comment.
class DenyList {
public:
    static std::optional<DenyList> load(const std::string &file, std::string &problem);
    bool holds(const PeerCertificate &certificate) const;

private:
    std::set<std::string> m_entries;
};

// Asks for a certificate, and verifies it with its whole chain and, where there are revocation
// lists, against one of each authority that is not out of date. No session is resumed: that would
// skip all of this. The words of what is wrong with the files; empty for nothing.
std::string demandClientTrust(ssl_ctx_st *context, const ClientTrust &trust);

// Of a finished handshake; nothing where none was shown. A certificate with no URI, or with
// several, has an empty one.
std::optional<PeerCertificate> peerCertificateOf(const ssl_st *connection);
// Why the certificate of a failed handshake was not taken; empty where that was not the reason.
std::string refusalOf(const ssl_st *connection);

} // namespace chancery::server
