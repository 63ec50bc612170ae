// SPDX-License-Identifier: Apache-2.0
#include "sealstore.h"

namespace chancery::models {

void SealStore::seal(const Place &place, const core::Secret &json, const std::string &replaces,
    std::function<void(const core::Sealed &)> use)
{
    using Answer = client::Acknowledged<core::Sealed>;
    m_sealing.startWrite<Answer>(
        tr("Sealing a value"),
        [this, place, asked = core::NewSeal{place.pointer, json, replaces}](
            core::Handler<Answer> done) {
            return m_api.sealValue(place.config, place.environment, asked, std::move(done));
        },
        [use = std::move(use)](const Answer &answer) { use(answer.value); });
}

void SealStore::reveal(const Place &place, const std::string &sealed, const std::string &reason,
    std::function<void(const core::Secret &)> use)
{
    using Answer = client::Acknowledged<core::RevealedValue>;
    m_revealing.start<Answer>(
        tr("Revealing a sealed value"),
        [this, place, asked = core::RevealRequest{place.pointer, sealed, reason}](
            core::Handler<Answer> done) {
            return m_api.revealValue(place.config, place.environment, asked, std::move(done));
        },
        [use = std::move(use)](const Answer &answer) { use(answer.value.value); });
}

} // namespace chancery::models
