// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"

namespace chancery::editors {

// Stands for a schema that is known to be there and has not come yet: it finds no fault and offers
// nothing, and as nobody knows what it will call sensitive, everything is. Immutable, of any
// thread.
class AwaitedSchema : public SchemaAdvisor {
public:
    std::optional<Advice> adviceFor(
        const core::Tree *tree, std::string_view pointer) const override;
    std::vector<KeyAdvice> keysFor(const core::Tree *tree, std::string_view pointer) const override;
    std::vector<EditorProblem> check(
        const core::Tree &tree, const core::CancelToken &token) const override;
    std::vector<bool> sensitiveNodes(const core::Tree &tree) const override;
    bool isAwaited() const override { return true; }
};

} // namespace chancery::editors
