// SPDX-License-Identifier: Apache-2.0
#include "pagereferences.h"

#include "models/qtconvert.h"
#include "views/common/safetext.h"

namespace chancery::views {

std::vector<std::string> PageReferences::paths()
{
    m_stores.configs.loadAllNamespaces();
    std::vector<std::string> paths;
    for (const core::Config *config : m_stores.configs.all())
        paths.push_back('/' + config->path);
    std::ranges::sort(paths);
    return paths;
}

std::optional<std::vector<editors::ReferenceSource::Key>> PageReferences::keysOf(
    const std::string &path)
{
    models::ReferenceStore &references = m_stores.references;
    const std::string target = path.starts_with('/') ? path.substr(1) : path;
    references.want(target);
    if (!references.target(target))
        return {};
    std::vector<Key> keys;
    for (std::string &pointer : references.pointersOf(target)) {
        std::string present = models::fromQt(safeText(references.present(target, pointer)));
        keys.push_back({std::move(pointer), std::move(present)});
    }
    return keys;
}

} // namespace chancery::views
