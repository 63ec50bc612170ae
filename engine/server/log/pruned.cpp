// SPDX-License-Identifier: Apache-2.0
#include "pruned.h"

#include "engine/api/describeprivacy.h"

namespace chancery::server {

core::PruneRecord pruneRecordOf(const View &view)
{
    return view.find<core::PruneRecord>(keys::pruned).value_or(core::PruneRecord());
}

std::uint64_t firstLeaf(const View &view)
{
    return pruneRecordOf(view).before;
}

} // namespace chancery::server
