// SPDX-License-Identifier: Apache-2.0
#include "awaitedschema.h"

namespace chancery::editors {

std::optional<Advice> AwaitedSchema::adviceFor(
    const core::Tree * /*tree*/, std::string_view /*pointer*/) const
{
    Advice advice;
    advice.isSensitive = true;
    return advice;
}

std::vector<KeyAdvice> AwaitedSchema::keysFor(
    const core::Tree * /*tree*/, std::string_view /*pointer*/) const
{
    return {};
}

std::vector<EditorProblem> AwaitedSchema::check(
    const core::Tree & /*tree*/, const core::CancelToken & /*token*/) const
{
    return {};
}

std::vector<bool> AwaitedSchema::sensitiveNodes(const core::Tree &tree) const
{
    return std::vector<bool>(tree.nodeCount(), true);
}

} // namespace chancery::editors
