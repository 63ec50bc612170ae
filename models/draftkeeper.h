// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/executor.h"
#include "models/draftvault.h"
#include "models/operation.h"

#include <map>

namespace chancery::models {

// Where unsaved texts are kept, and whose.
struct VaultSetup {
    std::filesystem::path folder;
    core::Result<core::Secret> key; // an error: nothing can be kept, and everything says why
    std::string server;
};

// Keeps the unsaved texts of one person on one server in the vault of this computer, in the storage
// thread. It outlives the editing sessions, so that what the last one hands over while it is closed
// still reaches the disk. Of the GUI thread, owned by the stores.
class DraftKeeper : public QObject {
    Q_OBJECT

public:
    using Found = std::optional<VaultText>;

    DraftKeeper(core::Executor &storage, const core::Clock &clock, VaultSetup setup,
        core::PrincipalId author);
    // Waits for what has been handed over, within bounds: this is the end of a session.
    ~DraftKeeper() override;

    core::Call find(const core::ConfigId &config, const core::EnvironmentId &environment,
        core::Handler<Found> done);
    // The latest word about a place wins over one that has not begun. The time is now.
    void keep(const core::ConfigId &config, const core::EnvironmentId &environment, VaultText text);
    void forget(const core::ConfigId &config, const core::EnvironmentId &environment);
    // Fails while texts cannot be kept.
    Operation &keeping() { return m_keeping; }
    bool isAtRest() const { return m_jobs.empty(); }

private:
    using Job = std::function<core::Result<>(const DraftVault &, const VaultPlace &)>;

    VaultPlace placeOf(const core::ConfigId &config, const core::EnvironmentId &environment) const;
    void run(const VaultPlace &place, Job job);
    void take(const core::Result<> &result);

    core::Executor &m_storage;
    const core::Clock &m_clock;
    core::Result<std::shared_ptr<const DraftVault>> m_vault;
    std::string m_server;
    core::PrincipalId m_author;
    Operation m_keeping;
    std::map<std::pair<core::ConfigId, core::EnvironmentId>, core::Call> m_jobs;
};

} // namespace chancery::models
