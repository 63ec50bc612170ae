// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/operation.h"

#include <vector>

namespace chancery::models {

// The operations that the status bar speaks of. The shell adds those of a store when it is made;
// an operation leaves by being destroyed.
class OperationList : public QObject {
    Q_OBJECT

public:
    explicit OperationList(QObject *parent = nullptr);

    void add(Operation &operation);
    std::vector<Operation *> running() const;
    // "Loading configs", or "Loading configs and 2 more"; empty when nothing runs.
    QString summary() const;

Q_SIGNALS:
    void changed();

private:
    std::vector<Operation *> m_operations;
};

} // namespace chancery::models
