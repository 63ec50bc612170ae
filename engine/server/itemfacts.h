// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/server/resolution.h"

namespace chancery::server {

// What an item changes against what its edit began from: the keys of its text, and of what comes of
// it where it is put together from more, with the sizes that numbers have there. Absent where it
// cannot be told. It holds as long as what is live of the other texts.
std::optional<core::ChangeFacts> factsOf(
    LayerTexts &texts, const core::RequestItem &item, const core::Tree &after);
// All items anew, with their texts as they stand.
void measure(LayerTexts &texts, core::ChangeRequest &request);

} // namespace chancery::server
