// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

namespace chancery::editors {

class CodeView;
class LiveAnalysis;

// What the editor does by itself while one types: indents the new line, takes a closing bracket
// back under its block, marks the brackets around the caret. Child of its view.
class Typing : public QObject {
    Q_OBJECT

public:
    Typing(CodeView &view, LiveAnalysis &live);

private:
    void follow(int character);
    void indentNewLine();
    void outdentBracket();
    void markBrackets();

    CodeView &m_view;
    LiveAnalysis &m_live;
};

} // namespace chancery::editors
