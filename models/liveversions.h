// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/configsapi.h"
#include "engine/core/executor.h"
#include "models/operation.h"

#include <map>
#include <set>

namespace chancery::models {

// The texts of the versions that agents hold, and in how many lines each differs from a draft. Of
// the GUI thread, owned by the stores; counts in the executor.
class LiveVersions : public QObject {
    Q_OBJECT

public:
    LiveVersions(client::ConfigsApi &api, core::Executor &compute);

    // Null while it is not read.
    const std::string *textOf(const core::VersionId &version) const;
    // Nothing while it is not counted.
    std::optional<int> differenceOf(const core::VersionId &version) const;
    Operation &loading() { return m_loading; }

    // Others are forgotten.
    void compare(const std::set<core::VersionId> &versions, const QString &draft);

Q_SIGNALS:
    void changed();

private:
    void readNext();
    void count();

    client::ConfigsApi &m_api;
    core::Executor &m_compute;
    std::set<core::VersionId> m_versions;
    std::string m_draft;
    std::map<core::VersionId, std::string> m_texts;
    std::map<core::VersionId, int> m_differences;
    Operation m_loading;
    Operation m_counting;
};

} // namespace chancery::models
