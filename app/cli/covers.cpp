// SPDX-License-Identifier: Apache-2.0
#include "covers.h"

namespace chancery::cli {

core::Result<std::vector<core::TextSpan>> Covers::spans(
    const core::Tree &tree, const SchemaIds &schemas)
{
    std::vector<core::TextSpan> all = core::coveredSpans(tree, nullptr, m_scanner);
    for (const auto &id : schemas) {
        if (!id)
            continue;
        const auto schema = schemaOf(*id);
        if (!schema)
            return schema.error();
        if (!*schema)
            return std::vector<core::TextSpan>{{0, tree.source().size()}};
        const auto more = core::coveredSpans(tree, *schema, m_scanner);
        all.insert(all.end(), more.begin(), more.end());
    }
    return core::mergedSpans(std::move(all));
}

} // namespace chancery::cli
