// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/configsapi.h"
#include "models/operation.h"

#include <map>
#include <set>

namespace chancery::models {

// One schema as the server knows it, with its text.
struct SchemaPart {
    std::string uri;
    std::string name;
    std::string text;
};
using SchemaParts = std::vector<SchemaPart>;

// The texts of the schemas that others refer to, read from the server one by one as they are
// wanted. A schema's text never changes under its id, so that each is read once. Of the GUI thread,
// owned by the stores.
class SchemaSet : public QObject {
    Q_OBJECT

public:
    explicit SchemaSet(client::ConfigsApi &api);

    // What is known of those URIs, by URI or by the name that their last segment is, as they were
    // when the schema that refers to them was published: that is what it means for good.
    SchemaParts known(const std::set<std::string> &uris, const core::SchemaId &referring) const;
    // Reads those that the server has and that are not known; wantedRead() when there is no more to
    // read.
    void want(const std::set<std::string> &uris, const core::SchemaId &referring);
    // Lists them anew; wantedRead() then.
    void list() { want({}, {}); }
    // All that the server listed last, the newest last.
    const std::vector<core::Schema> &all() const { return m_schemas; }
    // What it is, without its text. One that is not known is asked for, once; wantedRead() then.
    const core::Schema *find(const core::SchemaId &id);
    // The text of one schema, whatever its URI; null until it was wanted and has come.
    const std::string *textOf(const core::SchemaId &schema) const;
    // wantedRead() as above, also when it is known already.
    void wantText(const core::SchemaId &schema);
    Operation &loading() { return m_loading; }

Q_SIGNALS:
    void wantedRead();

private:
    void readNext();
    void read(const core::SchemaId &schema, const QString &title);

    client::ConfigsApi &m_api;
    std::vector<core::Schema> m_schemas; // newest last
    std::map<core::SchemaId, std::string> m_texts;
    std::set<std::pair<std::string, core::SchemaId>> m_wanted; // of whom
    std::set<core::SchemaId> m_asked;
    std::set<core::SchemaId> m_wantedTexts;
    Operation m_loading;
};

} // namespace chancery::models
