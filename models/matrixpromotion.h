// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/matrix/promotion.h"
#include "models/actionstate.h"
#include "models/matrixstore.h"

namespace chancery::models {

// What becomes of one target.
struct PromotedText {
    std::size_t column = 0; // of the matrix
    core::Promotion promotion;
    std::vector<core::FieldError> problems; // that the text would bring, with line and column
    std::optional<core::Error> fault; // why it cannot be made; nothing else counts then

    bool changesAnything() const { return !fault && promotion.changesAnything(); }
};

// A promotion of chosen keys while it is looked at: its texts, found in the executor, and what is
// made of them, drafts or one change request with an item for each target. Of the GUI thread, owned
// by the face that shows it.
class MatrixPromotion : public QObject {
    Q_OBJECT

public:
    MatrixPromotion(client::CmsApi &api, const Permissions &permissions, core::Executor &compute);

    using Picks = std::vector<core::PromotionPick>;
    void prepare(std::shared_ptr<const EnvironmentMatrix> matrix, std::size_t from,
        std::vector<std::size_t> targets, Picks picks);
    // Also the environments' own values among the keys that were chosen by themselves.
    void confirmOwn(bool isConfirmed);
    bool isOwnConfirmed() const { return m_isOwnConfirmed; }
    // What was chosen and the source does not have goes from the targets.
    void chooseRemoval(bool removes);
    bool isRemovalChosen() const { return m_removes; }

    const std::shared_ptr<const EnvironmentMatrix> &matrix() const { return m_matrix; }
    std::size_t from() const { return m_from; }
    const std::vector<PromotedText> &texts() const { return m_texts; }
    // Whether confirming would change anything.
    bool asksForOwn() const;
    bool asksForRemoval() const;
    Operation &preparing() { return m_preparing; }
    Operation &storing() { return m_storing; } // drafts or the request

    ActionState draftState() const;
    ActionState requestState() const;
    void saveDrafts();
    void request(const SubmitForm &form);

Q_SIGNALS:
    void changed();
    void saved(int count);
    void submitted(const QString &request);

private:
    ActionState textState() const;
    void find();
    void saveNext(std::size_t index, int count);
    void dropDrafts(std::size_t index, const QString &request);

    client::CmsApi &m_api;
    const Permissions &m_permissions;
    core::Executor &m_compute;
    std::shared_ptr<const EnvironmentMatrix> m_matrix;
    std::size_t m_from = 0;
    std::vector<std::size_t> m_targets;
    Picks m_picks;
    bool m_isOwnConfirmed = false;
    bool m_removes = false;
    std::vector<PromotedText> m_texts;
    Operation m_preparing;
    Operation m_storing;
};

} // namespace chancery::models
