// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/effectiveschemas.h"

#include <optional>

namespace chancery::models {

// What would hold in one place with each of two texts of a config: both merged with the layers as
// they are now. One pair at a time; whoever asks for another withdraws the one before. Of the GUI
// thread, owned by the stores.
class EffectivePair : public QObject {
    Q_OBJECT

public:
    struct Question {
        core::ConfigId config;
        core::HierarchyPlace place;
        std::string left;
        std::string right;

        friend bool operator==(const Question &, const Question &) = default;
    };
    // JSON, as the server writes it.
    struct Answer {
        QString left;
        QString right;
        // Pointers, on either side, of what came from where nobody knows its schema.
        std::vector<std::string> brought;
        // Of all that takes part: what any of them calls sensitive, is.
        std::vector<std::optional<core::SchemaId>> schemas = {};
    };

    explicit EffectivePair(client::CmsApi &api);

    void ask(Question question);
    // Nothing while it is read, when it failed and when another question was asked.
    const Answer *answerTo(const Question &question) const;
    bool hasFailed(const Question &question) const;
    Operation &loading() { return m_loading; }

Q_SIGNALS:
    void changed();

private:
    void askRight(core::EffectiveView left);
    void askSchemas(core::EffectiveView left, core::EffectiveView right);

    client::CmsApi &m_api;
    EffectiveSchemas m_schemas;
    Question m_question;
    std::optional<Answer> m_answer;
    Operation m_loading;
};

} // namespace chancery::models
