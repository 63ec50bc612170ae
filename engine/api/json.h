// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/jsonreader.h"
#include "engine/api/jsonwriter.h"

namespace chancery::api {

template <typename T>
std::string toJson(const T &value)
{
    return JsonWriter::write(value);
}

// For bodies: strict JSON first, then the form.
template <typename T>
core::Result<T> fromJson(std::string text, const core::Limits &limits = {})
{
    const auto reading = core::readJson(std::move(text), limits);
    if (!reading)
        return core::toError(reading.problem());
    return JsonReader::read<T>(reading.tree().root());
}

} // namespace chancery::api
