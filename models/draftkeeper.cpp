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
    const core::ConfigId &config, const core::EnvironmentId &environment, int slot) const
{
    return {m_server, config, environment, m_author, slot};
}

// A file that cannot be read is told of when there is no other.
core::Call DraftKeeper::find(
    const core::ConfigId &config, const core::EnvironmentId &environment, core::Handler<Found> done)
{
    return m_storage.run<Found>(
        [vault = m_vault, first = placeOf(config, environment, 0)](
            const core::CancelToken &) -> core::Result<Found> {
            if (!vault)
                return vault.error();
            Found found;
            std::optional<core::Error> fault;
            for (VaultPlace place = first; place.slot < mostTexts; ++place.slot) {
                auto text = (*vault)->read(place);
                if (!text)
                    fault = text.error();
                else if (*text)
                    found.push_back({place.slot, **std::move(text)});
            }
            if (found.empty() && fault)
                return *std::move(fault);
            std::ranges::sort(found, {},
                [](const KeptText &kept) { return std::pair(kept.text.writtenAt, kept.slot); });
            return found;
        },
        std::move(done));
}

core::Instant DraftKeeper::keep(
    const core::ConfigId &config, const core::EnvironmentId &environment, KeptText kept)
{
    const core::Instant now = m_clock.now();
    kept.text.writtenAt = now;
    run(placeOf(config, environment, kept.slot),
        [text = std::move(kept.text)](
            const DraftVault &vault, const VaultPlace &place) { return vault.write(place, text); });
    return now;
}

void DraftKeeper::forget(
    const core::ConfigId &config, const core::EnvironmentId &environment, int slot)
{
    run(placeOf(config, environment, slot),
        [](const DraftVault &vault, const VaultPlace &place) { return vault.remove(place); });
}

void DraftKeeper::tellFull()
{
    m_keeping.refuse(tr("Keeping an unsaved text on this computer"),
        core::Error{core::ErrorKind::Storage, "too-many-kept",
            tr("All %n place(s) for this config hold texts that were found and not decided on. "
               "Take one of them up or discard it",
                nullptr, mostTexts)
                .toStdString(),
            {}, {}, {}});
}

void DraftKeeper::run(const VaultPlace &place, Job job)
{
    const auto key = std::tuple(place.config, place.environment, place.slot);
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
