// SPDX-License-Identifier: Apache-2.0
#include "editedtext.h"

#include <utility>

namespace chancery::models {

void EditedText::set(const QString &text)
{
    m_text = text;
    m_isRead = true;
}

const QString &EditedText::value() const
{
    if (!std::exchange(m_isRead, true))
        m_text = m_source();
    return m_text;
}

} // namespace chancery::models
