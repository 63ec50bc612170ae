// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/operation.h"

namespace chancery::models {

// Seals values and reveals them, one at a time: a new wish replaces the one before. It keeps
// neither what was sealed nor what was revealed; whoever asks gets it once. Of the GUI thread.
class SealStore : public QObject {
    Q_OBJECT

public:
    // A place in the text of a config.
    struct Place {
        core::ConfigId config;
        core::EnvironmentId environment;
        std::string pointer;
    };

    explicit SealStore(client::CmsApi &api)
        : m_api(api)
    {
    }

    // The value as a JSON text; what it replaces, where a sealed value stands there already.
    void seal(const Place &place, const core::Secret &json, const std::string &replaces,
        std::function<void(const core::Sealed &)> use);
    void reveal(const Place &place, const std::string &sealed, const std::string &reason,
        std::function<void(const core::Secret &)> use);
    Operation &sealing() { return m_sealing; }
    Operation &revealing() { return m_revealing; }

private:
    client::CmsApi &m_api;
    Operation m_sealing;
    Operation m_revealing;
};

} // namespace chancery::models
