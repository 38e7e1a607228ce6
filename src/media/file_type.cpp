#include "papo/media/file_type.h"

#include <algorithm>
#include <array>
#include <span>

#include "papo/base/text.h"

namespace papo::media {
namespace {

using namespace std::string_view_literals;
using Kind = FileType::Kind;

bool begins(std::string_view bytes, std::string_view magic) {
    return bytes.substr(0, magic.size()) == magic;
}

bool has_at(std::string_view bytes, std::size_t at, std::string_view magic) {
    return bytes.size() >= at + magic.size() && bytes.substr(at, magic.size()) == magic;
}

bool is_png(std::string_view b) {
    return begins(b, "\x89PNG\r\n\x1a\n"sv);
}
bool is_jpeg(std::string_view b) {
    return begins(b, "\xFF\xD8\xFF"sv);
}
bool is_gif(std::string_view b) {
    return begins(b, "GIF87a"sv) || begins(b, "GIF89a"sv);
}
bool is_webp(std::string_view b) {
    return begins(b, "RIFF"sv) && has_at(b, 8, "WEBP"sv);
}
bool is_wav(std::string_view b) {
    return begins(b, "RIFF"sv) && has_at(b, 8, "WAVE"sv);
}
bool is_ogg(std::string_view b) {
    return begins(b, "OggS"sv);
}
bool is_webm(std::string_view b) {
    return begins(b, "\x1A\x45\xDF\xA3"sv) && b.substr(0, 64).find("webm"sv) != std::string_view::npos;
}
// ISO 32000 lets readers accept the header anywhere in the first 1024 bytes. Refuses content that begins as markup,
// which could be a web page in disguise.
bool is_pdf(std::string_view b) {
    const auto front = b.find_first_not_of("\xEF\xBB\xBF \t\r\n\f\0"sv);
    return b.substr(0, 1024).find("%PDF-"sv) != std::string_view::npos && b[front] != '<';
}
bool is_mp3(std::string_view b) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(b[i]); };
    // A tag, or a frame's sync bits with MPEG version and layer III.
    return begins(b, "ID3"sv) || (b.size() >= 2 && byte(0) == 0xFF && (byte(1) & 0xE6U) == 0xE2U);
}

// ISO 14496-12 section 4.3: a file type box whose major or compatible brands include one of `brands`.
bool has_brand(std::string_view b, std::span<const std::string_view> brands) {
    if (!has_at(b, 4, "ftyp"sv)) return false;
    const auto size = (static_cast<std::size_t>(static_cast<unsigned char>(b[2])) << 8U) |
                      static_cast<std::size_t>(static_cast<unsigned char>(b[3]));
    const auto box = b.substr(0, std::min<std::size_t>(std::max<std::size_t>(size, 12), 512));
    for (std::size_t at = 8; at + 4 <= box.size(); at += at == 8 ? 8 : 4) {
        if (std::find(brands.begin(), brands.end(), box.substr(at, 4)) != brands.end()) return true;
    }
    return false;
}
bool is_avif(std::string_view b) {
    static constexpr std::array brands{"avif"sv, "avis"sv};
    return has_brand(b, brands);
}
bool is_heic(std::string_view b) {
    static constexpr std::array brands{"heic"sv, "heix"sv, "hevc"sv, "hevx"sv, "heim"sv, "heis"sv, "mif1"sv, "msf1"sv};
    return has_brand(b, brands);
}
bool is_mp4(std::string_view b) {
    static constexpr std::array brands{"isom"sv, "iso2"sv, "iso3"sv, "iso4"sv, "iso5"sv, "iso6"sv, "mp41"sv, "mp42"sv,
                                       "avc1"sv, "M4V "sv, "M4A "sv, "MSNV"sv, "dash"sv, "3gp4"sv, "3gp5"sv, "qt  "sv};
    return has_brand(b, brands);
}

bool is_zip(std::string_view b) {
    return begins(b, "PK\x03\x04"sv) || begins(b, "PK\x05\x06"sv);
}
// Open packaging (ECMA-376 part 2): a ZIP that begins with one of the usual first entries.
bool is_office_package(std::string_view b) {
    if (!begins(b, "PK\x03\x04"sv)) return false;
    static constexpr std::array entries{
        "[Content_Types].xml"sv, "_rels/"sv, "docProps/"sv, "word/"sv, "xl/"sv, "ppt/"sv, "customXml/"sv, "[trash]/"sv};
    return std::any_of(entries.begin(), entries.end(), [&](std::string_view name) { return has_at(b, 30, name); });
}
// OpenDocument 1.3 part 2 section 3.3: the first entry is the media type, uncompressed.
bool is_open_document(std::string_view b) {
    return begins(b, "PK\x03\x04"sv) && has_at(b, 30, "mimetype"sv) &&
           b.substr(30, 96).find("application/vnd.oasis.opendocument."sv) != std::string_view::npos;
}

// UTF-8, UTF-16 with a byte order mark, or an 8-bit encoding. Text has no control characters except white space and
// ESC.
bool is_text(std::string_view b) {
    if (begins(b, "\xFF\xFE"sv) || begins(b, "\xFE\xFF"sv)) return true;
    return std::none_of(b.begin(), b.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && !(byte >= 0x08 && byte <= 0x0D) && byte != 0x1B;
    });
}

constexpr std::string_view plain = "text/plain; charset=utf-8";

constexpr std::array types{
    FileType{"png", "image/png", Kind::image, is_png},
    FileType{"jpg", "image/jpeg", Kind::image, is_jpeg},
    FileType{"jpeg", "image/jpeg", Kind::image, is_jpeg},
    FileType{"gif", "image/gif", Kind::image, is_gif},
    FileType{"webp", "image/webp", Kind::image, is_webp},
    FileType{"avif", "image/avif", Kind::image, is_avif},
    FileType{"heic", "image/heic", Kind::file, is_heic},
    FileType{"pdf", "application/pdf", Kind::file, is_pdf},
    FileType{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Kind::file,
             is_office_package},
    FileType{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Kind::file,
             is_office_package},
    FileType{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", Kind::file,
             is_office_package},
    FileType{"odt", "application/vnd.oasis.opendocument.text", Kind::file, is_open_document},
    FileType{"ods", "application/vnd.oasis.opendocument.spreadsheet", Kind::file, is_open_document},
    FileType{"odp", "application/vnd.oasis.opendocument.presentation", Kind::file, is_open_document},
    FileType{"txt", plain, Kind::file, is_text},
    FileType{"md", plain, Kind::file, is_text},
    FileType{"csv", plain, Kind::file, is_text},
    FileType{"zip", "application/zip", Kind::file, is_zip},
    FileType{"mp3", "audio/mpeg", Kind::file, is_mp3},
    FileType{"ogg", "audio/ogg", Kind::file, is_ogg},
    FileType{"wav", "audio/wav", Kind::file, is_wav},
    FileType{"mp4", "video/mp4", Kind::file, is_mp4},
    FileType{"webm", "video/webm", Kind::file, is_webm},
};

}  // namespace

const FileType* find_type(std::string_view lowercase_extension) {
    const auto* at = std::find_if(types.begin(), types.end(),
                                  [&](const FileType& type) { return type.extension == lowercase_extension; });
    return at == types.end() ? nullptr : at;
}

bool content_matches(const FileType& type, std::string_view first_bytes) {
    return type.matches(first_bytes);
}

std::string extension_of(std::string_view filename) {
    const auto dot = filename.rfind('.');
    return dot == std::string_view::npos ? std::string{} : ascii_lower(filename.substr(dot + 1));
}

}  // namespace papo::media
