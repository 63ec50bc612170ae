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

// A text that was found, and where it is kept.
struct KeptText {
    int slot = 0;
    VaultText text;
};

// Keeps the unsaved texts of one person on one server in the vault of this computer, in the storage
// thread. It outlives the editing sessions, so that what the last one hands over while it is closed
// still reaches the disk. Of the GUI thread, owned by the stores.
class DraftKeeper : public QObject {
    Q_OBJECT

public:
    // The oldest first.
    using Found = std::vector<KeptText>;
    // So many texts of one config in one environment, at most.
    static constexpr int mostTexts = 4;

    DraftKeeper(core::Executor &storage, const core::Clock &clock, VaultSetup setup,
        core::PrincipalId author);
    // Waits for what has been handed over, within bounds: this is the end of a session.
    ~DraftKeeper() override;

    core::Call find(const core::ConfigId &config, const core::EnvironmentId &environment,
        core::Handler<Found> done);
    // The latest word about a slot wins over one that has not begun. The time is now, and is told.
    core::Instant keep(
        const core::ConfigId &config, const core::EnvironmentId &environment, KeptText kept);
    void forget(const core::ConfigId &config, const core::EnvironmentId &environment, int slot);
    // Every slot of a config holds a text that nobody has decided on.
    void tellFull();
    // Fails while texts cannot be kept.
    Operation &keeping() { return m_keeping; }
    bool isAtRest() const { return m_jobs.empty(); }

private:
    using Job = std::function<core::Result<>(const DraftVault &, const VaultPlace &)>;

    VaultPlace placeOf(
        const core::ConfigId &config, const core::EnvironmentId &environment, int slot) const;
    void run(const VaultPlace &place, Job job);
    void take(const core::Result<> &result);

    core::Executor &m_storage;
    const core::Clock &m_clock;
    core::Result<std::shared_ptr<const DraftVault>> m_vault;
    std::string m_server;
    core::PrincipalId m_author;
    Operation m_keeping;
    std::map<std::tuple<core::ConfigId, core::EnvironmentId, int>, core::Call> m_jobs;
};

} // namespace chancery::models
