// SPDX-License-Identifier: Apache-2.0
#include "contractcheck.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/corpus.h"

namespace chancery::support {

ContractCheck::ContractCheck()
{
    auto reading = core::read(contentOf(CHANCERY_CONTRACT), core::Format::Yaml);
    if (!reading)
        return;
    m_tree = std::move(reading).tree();
    m_text = core::canonicalJson(m_tree.root());
}

const core::CompiledSchema *ContractCheck::schemaOf(const std::string &pointer)
{
    if (const auto known = m_compiled.find(pointer); known != m_compiled.end())
        return &known->second;
    // The contract is the schema's own document, so that its references lead into it.
    auto text = R"({"$ref":"#)" + pointer + R"(",)" + m_text.substr(1);
    auto reading = core::readJson(std::move(text), core::Limits::wide());
    core::CompileOptions options;
    options.assertFormats = true;
    auto schema = core::CompiledSchema::compile(std::move(reading).tree(), options, m_library);
    if (!schema)
        return nullptr;
    return &m_compiled.emplace(pointer, std::move(*schema)).first->second;
}

std::string ContractCheck::problemWith(const std::string &operationId, int status,
    const std::string &contentType, const std::string &body)
{
    for (const auto &path : m_tree.root()["paths"]) {
        for (const auto &method : path.value()) {
            if (method.value()["operationId"].text() != operationId)
                continue;
            const auto exact = method.value()["responses"][std::to_string(status)];
            const auto response = exact ? exact : method.value()["responses"]["default"];
            if (!exact && status < 400)
                return "no success " + std::to_string(status);
            if (!response["content"])
                return body.empty() ? "" : "a body where none is promised";
            const auto media = response["content"][contentType.substr(0, contentType.find(';'))];
            if (!media)
                return "an unpromised media type " + contentType;
            const auto reference = media["schema"]["$ref"];
            if (!reference)
                return "";
            const auto *schema = schemaOf(std::string(reference.text().substr(1)));
            if (!schema)
                return "the contract's schema does not compile";
            const auto reading = core::readJson(body, core::Limits::wide());
            if (!reading)
                return "no JSON";
            const auto verdict = schema->validate(reading.tree().root());
            return verdict.valid ? ""
                                 : verdict.violations.front().instancePointer + ": "
                    + verdict.violations.front().message;
        }
    }
    return "the contract has no operation " + operationId;
}

} // namespace chancery::support
