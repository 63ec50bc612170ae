// SPDX-License-Identifier: Apache-2.0
#include "plain.h"

#include "engine/core/document/json.h"

namespace chancery::support {

Plain::Plain() = default;

Plain::Plain(Type kind, std::string json, std::vector<Member> content)
    : type(kind)
    , scalar(std::move(json))
    , members(std::move(content))
{
}

const Plain *Plain::find(const std::string &name) const
{
    for (const auto &[key, value] : members) {
        if (key == name)
            return &value;
    }
    return nullptr;
}

std::string Plain::json() const
{
    if (type == Type::Scalar)
        return scalar;
    std::string out;
    for (const auto &[key, value] : members) {
        out += out.empty() ? "" : ", ";
        if (type == Type::Object)
            core::appendJsonString(out, key);
        out += (type == Type::Object ? ": " : "") + value.json();
    }
    return type == Type::Object ? '{' + out + '}' : '[' + out + ']';
}

bool operator==(const Plain &a, const Plain &b)
{
    if (a.type != b.type || a.scalar != b.scalar || a.members.size() != b.members.size())
        return false;
    for (std::size_t i = 0; i < a.members.size(); ++i) {
        const Plain *other
            = a.type == Plain::Type::Object ? b.find(a.members[i].name) : &b.members[i].value;
        if (!other || !(*other == a.members[i].value))
            return false;
    }
    return true;
}

} // namespace chancery::support
