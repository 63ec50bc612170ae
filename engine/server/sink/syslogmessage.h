// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/sink/sinkoptions.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace chancery::server {

// An entry of the log as one message of RFC 5424: severity by the last letter of its code, MSGID
// the event, a structured element "chancery@32473" with seq, eventId, event, code, leafHash and
// origin, and in MSG the entry itself after a byte order mark. What is no text goes as base64, and
// the element says so. The same entry gives the same bytes. Pure; of any thread.
class SyslogMessage {
public:
    SyslogMessage(const SinkOptions &options, std::string origin);

    std::string of(std::uint64_t sequence, std::string_view leaf) const;
    // The same without the entry, for what cannot carry so much; the hash still names it.
    std::string withoutEntry(std::uint64_t sequence, std::string_view leaf) const;

    // RFC 6587 §3.4.1, RFC 5425 §4.3.
    static std::string framed(const std::string &message);

private:
    struct Head;
    std::string head(std::uint64_t sequence, std::string_view leaf, std::string_view note) const;

    std::string m_origin;
    std::string m_hostName;
    int m_facility;
    SinkContent m_content;
};

} // namespace chancery::server
