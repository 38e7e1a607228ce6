#include "entry.h"

namespace papo::chaos {

// FNV-1a: no cryptographic hash is needed, because nobody forges texts here.
std::uint64_t digest_of(std::string_view text) {
    std::uint64_t hash = 14695981039346656037U;
    for (const char byte : text) hash = (hash ^ static_cast<std::uint8_t>(byte)) * 1099511628211U;
    return hash;
}

Entry entry_of(const Json& message) {
    const auto& text = message.at("text").get_ref<const std::string&>();
    return {message.at("seq").get<std::uint64_t>(),
            message.at("ts").get<std::int64_t>(),
            {message.at("from").get<std::string>(), message.at("id").get<std::string>()},
            digest_of(text),
            text.size()};
}

std::string words_of(const Key& key) {
    return key.from + "'s id " + key.id;
}

std::string words_of(const Entry& entry) {
    return words_of(entry.key) + " at seq " + std::to_string(entry.seq) + " (" + std::to_string(entry.bytes) +
           " bytes, digest " + std::to_string(entry.digest) + ", ts " + std::to_string(entry.ts) + ")";
}

}  // namespace papo::chaos
