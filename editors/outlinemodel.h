// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/outline/structure.h"

#include <QAbstractItemModel>

#include <functional>
#include <optional>

namespace chancery::editors {

// The structure of one document as a tree: key, value in short, type, and what somebody else says
// of the key. Rows are made of the analysed
// tree when a view asks for them. While something is looked for it is a list of what was found.
// Of the GUI thread.
class OutlineModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { KeyColumn, ValueColumn, TypeColumn, AsideColumn, ColumnCount };
    enum Role { OffsetRole = Qt::UserRole + 1, PathRole };
    using Matches = std::vector<std::uint32_t>;
    // What somebody else says of a key: beside it, and in a sentence for the tool tip.
    struct Aside {
        QString text;
        QString tip;
    };
    using Asides = std::function<Aside(const QString &path)>;

    using QAbstractItemModel::QAbstractItemModel;

    // Null: there is nothing to show. A text in which only values differ keeps every row.
    void setAnalysis(std::shared_ptr<const Analysis> analysis,
        std::shared_ptr<const std::vector<SensitiveSpan>> sensitive = nullptr);
    // Asked about each row that is looked at; what it knows may change until the next call. Empty:
    // nobody has anything to say.
    void setAsides(Asides asides, const QString &title = {});
    // Nothing: the tree again.
    void setMatches(std::optional<Matches> matches);
    bool hasMatches() const { return m_matches.has_value(); }
    bool isEmpty() const { return m_structure.isEmpty(); }
    const std::shared_ptr<const Analysis> &analysis() const { return m_structure.analysis(); }
    // In the tree; of a key its member. Invalid for the root and for what is not there.
    QModelIndex indexOf(std::uint32_t node);
    QModelIndex indexOf(const QString &pointer);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Place {
        std::uint32_t container = 0;
        int row = 0;
        friend bool operator==(const Place &, const Place &) = default;
    };

    std::uint32_t valueOf(const QModelIndex &index) const;
    std::uint32_t opened(const QModelIndex &parent) const;
    QString text(const QModelIndex &index) const;
    QString spoken(const QModelIndex &index) const;
    QString pathOf(const QModelIndex &index) const;

    // What is found is kept; asking does not change what is shown.
    mutable Structure m_structure;
    mutable std::unordered_map<std::uint32_t, Place> m_places; // of containers that were opened
    mutable std::optional<std::pair<std::uint32_t, Place>> m_last;
    std::shared_ptr<const std::vector<SensitiveSpan>> m_sensitive;
    std::optional<Matches> m_matches;
    Asides m_asides;
    QString m_asideTitle;
};

} // namespace chancery::editors
