// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/configeditor.h"
#include "engine/core/document/convert.h"
#include "views/configs/documentface.h"
#include "views/viewcontext.h"

class QBoxLayout;
class QButtonGroup;
class QLabel;
class QListWidget;
class QPushButton;

namespace chancery::views {

class DocumentPage;

// The text in another format, with a list of what that format cannot carry; to copy or to save as
// a file. A config's own format stays what it is.
class ConversionFace : public DocumentFace {
    Q_OBJECT

public:
    ConversionFace(ViewContext &context, DocumentPage &page);

    void enter() override { convert(); }
    void refresh() override { convert(); }

private:
    void addFormats(QBoxLayout *line);
    QWidget *makeBarOver();
    void convert();
    void take(core::Result<core::Conversion> result);
    void showLosses(const std::vector<core::ConversionLoss> &losses);
    void copy();
    void saveAs();
    void save(const QString &file);

    ViewContext &m_context;
    DocumentPage &m_page;
    QButtonGroup *m_formats;
    QLabel *m_summary = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_save = nullptr;
    QListWidget *m_losses;
    editors::ConfigEditor *m_preview;
    std::shared_ptr<const std::string> m_source; // what is being converted
    std::uint64_t m_revision = 0;
    int m_shownFormat = -1;
    core::Call m_work;
};

} // namespace chancery::views
