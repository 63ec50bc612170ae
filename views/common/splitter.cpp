// SPDX-License-Identifier: Apache-2.0
#include "splitter.h"

#include <QPainter>

namespace chancery::views {

namespace {

class Handle : public QSplitterHandle {
public:
    Handle(QSplitter *splitter, const Look &look)
        : QSplitterHandle(splitter->orientation(), splitter)
        , m_look(look)
    {
    }

protected:
    void paintEvent(QPaintEvent * /*event*/) override
    {
        QPainter(this).fillRect(rect(), m_look.theme().colour(Token::Border));
    }

private:
    const Look &m_look;
};

} // namespace

Splitter::Splitter(Qt::Orientation orientation, const Look &look, QWidget *parent)
    : QSplitter(orientation, parent)
    , m_look(look)
{
    setHandleWidth(1);
}

QSplitterHandle *Splitter::createHandle()
{
    return new Handle(this, m_look);
}

} // namespace chancery::views
