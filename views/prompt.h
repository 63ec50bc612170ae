// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <functional>

namespace chancery::views {

// One question before something that is hard to take back.
struct Question {
    QString title;
    QString text; // whole sentences: what will happen
    QString action; // the button that does it: "Roll Back"
    QString reasonLabel; // not empty: a reason is asked for and demanded
    QString typeToConfirm; // not empty: has to be typed exactly
    QString secretLabel = {}; // not empty: a text is asked for that nobody sees, and demanded
    QString ticketLabel = {}; // not empty: a reference like INC-7 is asked for and demanded
};

struct PromptAnswer {
    bool isAccepted = false;
    QString reason;
    QString secret = {};
    QString ticket = {};
};

// Asks the user; the answer comes later, in the same thread. Implemented by the shell with one
// dialog, by tests with a list of answers.
class Prompt {
public:
    virtual ~Prompt() = default;
    virtual void ask(const Question &question, std::function<void(const PromptAnswer &)> done) = 0;
};

} // namespace chancery::views
