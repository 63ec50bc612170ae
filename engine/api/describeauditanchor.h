// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/auditanchor.h"

namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::AuditAnchor &value)
{
    visit("size", value.size);
    visit("at", value.at);
    visit("authority", value.authority);
    visit("note", value.note);
    visit("answer", value.answer);
}

} // namespace chancery::api
