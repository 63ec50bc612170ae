// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/log/journal.h"

#include <spdlog/logger.h>

namespace chancery::app {

// The server's journal on standard error: "time=… level=… event=… name=value".
class StderrJournal final : public server::Journal {
public:
    explicit StderrJournal(const std::string &level);

    bool wants(server::JournalLevel level) const override;
    void write(server::JournalLevel level, std::string_view event,
        std::initializer_list<server::JournalField> fields) override;

private:
    mutable spdlog::logger m_logger;
};

} // namespace chancery::app
