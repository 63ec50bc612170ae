// SPDX-License-Identifier: Apache-2.0
#include "draftkeeper.h"

#include <future>

namespace chancery::models {

using namespace std::chrono_literals;

namespace {

constexpr auto longestWait = 2s;

core::Result<std::shared_ptr<const DraftVault>> vaultOf(const VaultSetup &setup)
{
    if (!setup.key)
        return setup.key.error();
    return std::shared_ptr<const DraftVault>(
        std::make_shared<DraftVault>(setup.folder, *setup.key));
}

} // namespace

DraftKeeper::DraftKeeper(
    core::Executor &storage, const core::Clock &clock, VaultSetup setup, core::PrincipalId author)
    : m_storage(storage)
    , m_clock(clock)
    , m_vault(vaultOf(setup))
    , m_server(std::move(setup.server))
    , m_author(std::move(author))
{
}

DraftKeeper::~DraftKeeper()
{
    if (m_jobs.empty())
        return;
    // Jobs run in order: this one runs after all that were handed over.
    auto isDone = std::make_shared<std::promise<void>>();
    std::future<void> done = isDone->get_future();
    const core::Call barrier = m_storage.run<core::Done>(
        [isDone](const core::CancelToken &) {
            isDone->set_value();
            return core::Result<>(core::Done());
        },
        [](const core::Result<> &) {});
    (void)done.wait_for(longestWait);
}

VaultPlace DraftKeeper::placeOf(
    const core::ConfigId &config, const core::EnvironmentId &environment) const
{
    return {m_server, config, environment, m_author};
}

core::Call DraftKeeper::find(
    const core::ConfigId &config, const core::EnvironmentId &environment, core::Handler<Found> done)
{
    return m_storage.run<Found>(
        [vault = m_vault, place = placeOf(config, environment)](
            const core::CancelToken &) -> core::Result<Found> {
            return vault ? (*vault)->read(place) : core::Result<Found>(vault.error());
        },
        std::move(done));
}

void DraftKeeper::keep(
    const core::ConfigId &config, const core::EnvironmentId &environment, VaultText text)
{
    text.writtenAt = m_clock.now();
    run(placeOf(config, environment),
        [text = std::move(text)](
            const DraftVault &vault, const VaultPlace &place) { return vault.write(place, text); });
}

void DraftKeeper::forget(const core::ConfigId &config, const core::EnvironmentId &environment)
{
    run(placeOf(config, environment),
        [](const DraftVault &vault, const VaultPlace &place) { return vault.remove(place); });
}

void DraftKeeper::run(const VaultPlace &place, Job job)
{
    const auto key = std::pair(place.config, place.environment);
    m_jobs[key] = m_storage.run<core::Done>(
        [vault = m_vault, place, job = std::move(job)](
            const core::CancelToken &) -> core::Result<> {
            return vault ? job(**vault, place) : core::Result<>(vault.error());
        },
        [this, key](const core::Result<> &result) {
            m_jobs.erase(key);
            take(result);
        });
}

void DraftKeeper::take(const core::Result<> &result)
{
    if (result)
        m_keeping.dismiss();
    else
        m_keeping.refuse(tr("Keeping an unsaved text on this computer"), result.error());
}

} // namespace chancery::models
