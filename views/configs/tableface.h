// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/form/collectionmodel.h"
#include "views/configs/valueface.h"

#include <QComboBox>
#include <QTableView>

class QSortFilterProxyModel;

namespace chancery::views {

class FieldDelegate;
class KeyAdder;

// The array of objects, or the object of like objects, around the cursor as a table whose cells are
// filled in like the form's. Sorting is for the eye alone. Where there is none it says so and names
// those that the document has.
class TableFace : public ValueFace {
    Q_OBJECT

public:
    TableFace(ViewContext &context, DocumentPage &page);

protected:
    void showDocument() override;
    void showPlace(const std::string &pointer) override;
    void takeFocus() override;
    std::shared_ptr<const editors::Analysis> basis() const override;

private:
    QWidget *makeBarOverTable();
    void setUpTable();
    void connectParts();
    void survey();
    void take(editors::CollectionSurvey found);
    void showPlaces(const std::vector<std::string> &places);
    void showWidths();
    void selectWanted();
    void choosePlace(int index);
    void chooseCell();
    void updateActions();
    void open();
    void addRow();
    void removeRow();
    void clearCell();
    void copyRows();
    void takeBack();
    QModelIndex current() const; // of the model

    editors::CollectionModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_table;
    StateOverlay *m_overlay;
    FieldDelegate *m_delegate;
    KeyAdder *m_adder;
    QComboBox *m_places = nullptr;
    QWidget *m_details = nullptr;
    QAction *m_edit = nullptr;
    QAction *m_add = nullptr;
    QAction *m_remove = nullptr;
    QAction *m_clear = nullptr;
    QAction *m_copy = nullptr;
    std::shared_ptr<const editors::Analysis> m_surveyed;
    std::shared_ptr<const editors::SchemaAdvisor> m_surveyedBy;
    std::string m_surveyedPlace;
    std::string m_place;
    bool m_isSelecting = false; // the place is to be selected when it has been found
    bool m_isFollowing = false;
    core::Call m_call;
};

} // namespace chancery::views
