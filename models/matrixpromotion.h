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
    // Of the source's, where it comes along and the target has another one.
    std::optional<core::SchemaId> schema = {};

    bool changesAnything() const { return !fault && (schema || promotion.changesAnything()); }
};

// A promotion of chosen keys while it is looked at: its texts, merged in the executor with what the
// targets changed since the last promotion from the same place, and what is made of them, drafts or
// one change request with an item for each target. Of the GUI thread, owned by the face that shows
// it.
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
    // Also what was changed in the targets since the last promotion.
    void overwrite(bool overwrites);
    bool isOverwriting() const { return m_overwrites; }
    // The schema of the source comes along, and the texts are held against it: what is promoted was
    // written under that one (ADR 26). Without it each target keeps its own.
    void bringSchema(bool brings);
    bool isBringingSchema() const { return m_bringsSchema; }

    const std::shared_ptr<const EnvironmentMatrix> &matrix() const { return m_matrix; }
    std::size_t from() const { return m_from; }
    const std::vector<PromotedText> &texts() const { return m_texts; }
    // Whether confirming would change anything.
    bool asksForOwn() const;
    bool asksForRemoval() const;
    bool asksForOverwriting() const;
    // Some target has another schema than the source.
    bool asksForSchema() const;
    bool hasOtherSchema(std::size_t column) const;
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
    // A target as the last promotion left it, which is the base of the merge.
    struct Base {
        core::VersionId version;
        core::Format format = core::Format::Json;
        std::string text;
    };
    // By target; nothing for one to which nothing was promoted from there yet.
    using Bases = std::vector<std::optional<Base>>;

    ActionState rightTo(core::Permission permission) const;
    ActionState textState() const;
    void readBase(std::size_t target, const std::string &cursor, int pages);
    void readBaseVersion(std::size_t target, const core::VersionId &version);
    void readBaseText(std::size_t target);
    void find();
    struct Ways {
        Picks picks;
        bool bringsSchema = false;
    };
    static PromotedText promoted(const EnvironmentMatrix &matrix, std::size_t from, std::size_t to,
        const std::optional<Base> &base, const Ways &ways, const core::CancelToken &token);
    static void findProblems(const EnvironmentMatrix &matrix, std::size_t from, PromotedText &text);
    bool hasLeftOut(core::LeftOut::Reason reason) const;
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
    bool m_overwrites = false;
    bool m_bringsSchema = false;
    Bases m_bases;
    std::vector<PromotedText> m_texts;
    Operation m_preparing;
    Operation m_storing;
};

} // namespace chancery::models
