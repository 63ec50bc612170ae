// SPDX-License-Identifier: Apache-2.0
#include "personal.h"

#include "engine/api/json.h"
#include "engine/core/audittext.h"
#include "engine/core/digest.h"
#include "engine/core/personalfields.h"
#include "engine/core/random.h"

namespace chancery::server {

std::string Personal::keep(const std::string &value)
{
    if (value.empty())
        return {};
    auto name = "p" + std::to_string(m_values.size() + 1);
    keepAs(name, value);
    return name;
}

void Personal::keepAs(std::string_view name, const std::string &value)
{
    const auto salt = core::randomBytes(core::piiSaltLength);
    KeptPersonal kept{std::string(name), core::toBase64(salt), value};
    if (!m_owner.empty())
        kept.owner = m_owner;
    m_event.pii[kept.name] = core::piiCommitment(salt, value);
    m_values.push_back(std::move(kept));
}

std::string Personal::json() const
{
    return m_values.empty() ? "" : api::toJson(m_values);
}

} // namespace chancery::server
