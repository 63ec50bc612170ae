// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/effectivelines.h"
#include "views/configs/documentpanel.h"
#include "views/viewcontext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>

namespace chancery::editors {
class MarkedText;
}

namespace chancery::views {

class StateOverlay;

// What holds in a chosen environment, region, group and instance, from what is live or with this
// draft; each line bears the sign and colour of the layer that said it.
class EffectivePanel : public DocumentPanel {
    Q_OBJECT

public:
    explicit EffectivePanel(ViewContext &context, QWidget *parent = nullptr);
    ~EffectivePanel() override;

    QString title() const override { return tr("Effective"); }
    QWidget *headline() override { return m_headline; }
    QWidget *keyTaker() const override;
    void follow(DocumentPage *page) override;
    // The line of the key under the cursor, where it has one.
    void followCursor(DocumentPage &page) override;
    // The key of the line that is looked at; nothing unless somebody reads here.
    std::optional<std::string> placeInFocus() const;

Q_SIGNALS:
    void placeChanged(); // also who reads

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    using Lines = std::vector<models::EffectiveLine>;

    void makeHeadline();
    QComboBox *addChoice(const QString &name, const QString &accessibleName);
    void dress();
    void choose();
    void readStores();
    void readChoices();
    void fillChoice(
        QComboBox *box, const QString &none, QStringList names, const std::string &current);
    void readLines();
    bool isReading() const;
    void goTo(const std::string &pointer);
    std::string wantedPlace(const core::ConfigId &config) const;
    void showLines(Lines lines);
    void showOrigin();
    QString originText(int line) const;
    int tintOf(const models::EffectiveLine &line) const;

    ViewContext &m_context;
    DocumentPage *m_page = nullptr; // told anew before it goes
    QWidget *m_headline;
    QComboBox *m_environment = nullptr;
    QComboBox *m_region = nullptr;
    QComboBox *m_group = nullptr;
    QComboBox *m_instance = nullptr;
    QCheckBox *m_withDraft = nullptr;
    editors::MarkedText *m_text;
    StateOverlay *m_overlay;
    QLabel *m_origin;
    std::shared_ptr<const models::Hierarchy> m_shown;
    Lines m_lines;
    models::Operation m_writing;
    bool m_hasLentFocus = false; // to what will give it back
};

} // namespace chancery::views
