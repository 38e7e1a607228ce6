#include "papo/uploads/upload.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>
#include <variant>

#include "papo/base/random.h"
#include "papo/base/text.h"
#include "papo/base/utf8.h"

namespace papo::uploads {
namespace {

constexpr std::size_t sniffed = 4096;           // bytes at a file's beginning that decide its type
constexpr std::size_t max_thumb = 64U * 1024U;  // bytes of a preview image
constexpr std::size_t max_display_name = 255;   // bytes

constexpr std::size_t max_extension = 16;  // bytes, with the point

std::string_view cut_at_character(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
    return text.substr(0, limit);
}

// Cuts a long name's stem, and keeps its extension.
std::string cut_name(std::string_view name) {
    if (name.size() <= max_display_name) return std::string(name);
    const auto point = name.rfind('.');
    const bool has_extension = point != std::string_view::npos && name.size() - point <= max_extension;
    const auto extension = has_extension ? name.substr(point) : std::string_view{};
    const auto stem = name.substr(0, name.size() - extension.size());
    return std::string(cut_at_character(stem, max_display_name - extension.size())).append(extension);
}

const media::FileType* thumb_type(std::string_view bytes) {
    for (const std::string_view extension : {"jpg", "png", "webp"}) {
        const auto* type = media::find_type(extension);
        if (media::content_matches(*type, bytes.substr(0, sniffed))) return type;
    }
    return nullptr;
}

}  // namespace

std::string display_name(std::string_view filename) {
    if (!is_utf8(filename)) return {};
    filename.remove_prefix(std::min(filename.size(), filename.find_last_of("/\\") + 1));
    std::string name;
    for (auto rest = filename; !rest.empty();) {
        auto after = rest;
        next_code_point(after);
        const auto character = rest.substr(0, rest.size() - after.size());
        if (!has_forbidden_in_name(character) && !is_invisible(character)) name += character;
        rest = after;
    }
    return cut_name(trim_white_space(name));
}

std::string readable_size(std::uint64_t bytes) {
    constexpr std::array units{"bytes", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    std::uint64_t tenths = bytes * 10;
    for (; tenths >= 10240 && unit + 1 < units.size(); ++unit) tenths /= 1024;
    auto text = std::to_string(tenths / 10);
    if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
    return text + " " + units[unit];
}

Upload::Upload(std::string boundary, const UploadRules& rules, const UploadStore& store, UploadSpace& space)
    : rules_(rules), store_(store), space_(space), parser_(std::move(boundary)) {}

bool Upload::take_space(std::size_t bytes) {
    if (!space_.take(bytes)) return false;
    bytes_ += bytes;
    return true;
}

void Upload::on_data(std::string_view bytes) {
    if (refusal_) return;
    parser_.feed(bytes);
    while (!refusal_) {
        const auto event = parser_.next();
        if (std::holds_alternative<proto::MultipartNeedMore>(event)) return;
        if (const auto* begin = std::get_if<proto::PartBegin>(&event)) on_event(*begin);
        if (const auto* data = std::get_if<proto::PartData>(&event)) on_event(*data);
        if (const auto* end = std::get_if<proto::PartEnd>(&event)) on_event(*end);
        if (const auto* error = std::get_if<proto::MultipartError>(&event)) {
            refuse(400, "bad_request", std::string(error->message));
        }
        if (std::holds_alternative<proto::MultipartEnd>(event)) {
            whole_ = true;
            return;
        }
    }
}

void Upload::on_event(const proto::PartBegin& part) {
    part_ = Part::other;
    if (part.name == "file") begin_file(part);
    if (part.name == "thumb") {
        part_ = Part::thumb;
        thumb_.clear();
        thumb_too_large_ = false;
    }
}

void Upload::on_event(const proto::PartData& data) {
    if (part_ == Part::file) append_to_file(data.bytes);
    if (part_ == Part::thumb) append_to_thumb(data.bytes);
}

void Upload::on_event(const proto::PartEnd&) {
    if (part_ == Part::file && info_.size == 0) {
        refuse(415, "bad_content", "the file is empty");
    } else if (part_ == Part::file && !content_checked_) {
        check_content();
    }
    part_ = Part::none;
}

void Upload::begin_file(const proto::PartBegin& part) {
    if (type_ != nullptr) return refuse(400, "bad_request", "one upload takes one file; send the others on their own");
    info_.name = display_name(part.filename.value_or(""));
    if (info_.name.empty()) return refuse(400, "bad_name", "the file has no name");
    const auto extension = media::extension_of(info_.name);
    if (std::find(rules_.types.begin(), rules_.types.end(), extension) == rules_.types.end()) {
        return refuse(415, "bad_type", "this server does not take files of this type");
    }
    type_ = media::find_type(extension);
    assert(type_ != nullptr);  // --upload-types accepts only known types
    WriteStatus status = WriteStatus::ok;
    auto file = store_.begin(status);
    if (!file) return refuse_write(status);
    pending_.emplace(std::move(*file));
    part_ = Part::file;
    info_.type = type_->mime;
    info_.kind = type_->kind == media::FileType::Kind::image ? chat::FileKind::image : chat::FileKind::file;
    if (info_.kind == chat::FileKind::image) image_size_.emplace(extension);
}

void Upload::append_to_file(std::string_view bytes) {
    info_.size += bytes.size();
    if (info_.size > rules_.max_size) {
        return refuse(413, "too_large", "the file is larger than " + readable_size(rules_.max_size));
    }
    if (!content_checked_) {
        first_bytes_.append(bytes.substr(0, sniffed - first_bytes_.size()));
        if (first_bytes_.size() == sniffed) check_content();
        if (refusal_) return;
    }
    if (image_size_ && !image_size_->done()) image_size_->feed(bytes);
    if (!take_space(bytes.size())) return refuse_write(WriteStatus::no_space);
    if (const auto status = pending_->append(bytes); status != WriteStatus::ok) refuse_write(status);
}

void Upload::append_to_thumb(std::string_view bytes) {
    thumb_too_large_ = thumb_too_large_ || thumb_.size() + bytes.size() > max_thumb;
    if (thumb_too_large_) {
        thumb_.clear();
    } else {
        thumb_ += bytes;
    }
}

void Upload::check_content() {
    content_checked_ = true;
    if (!media::content_matches(*type_, first_bytes_)) {
        return refuse(
            415, "bad_content",
            "the content is not what ." + std::string(type_->extension) + " says; send it under its own type");
    }
    first_bytes_ = {};
}

void Upload::on_end() {
    if (!refusal_ && !whole_) refuse(400, "bad_request", "the form ended before its closing boundary");
    if (!refusal_ && !pending_) refuse(400, "no_file", "the form has no part named \"file\"");
    if (refusal_) return;
    info_.filename = uuid4() + "." + std::string(type_->extension);
    if (const auto size = image_size_ ? image_size_->size() : std::nullopt) {
        info_.width = size->width;
        info_.height = size->height;
    }
    if (const auto status = pending_->keep_as(info_.filename); status != WriteStatus::ok) return refuse_write(status);
    keep_thumb(info_);
    pending_.reset();
    done_ = std::make_shared<const chat::FileInfo>(std::move(info_));
}

// If the preview cannot be stored, the picture goes without one.
void Upload::keep_thumb(chat::FileInfo& info) {
    const auto* type = thumb_.empty() ? nullptr : thumb_type(thumb_);
    if (type == nullptr || !take_space(thumb_.size())) return;
    WriteStatus status = WriteStatus::ok;
    auto file = store_.begin(status);
    const auto name = uuid4() + "." + std::string(type->extension);
    if (file && file->append(thumb_) == WriteStatus::ok && file->keep_as(name) == WriteStatus::ok) info.thumb = name;
}

void Upload::refuse(int status, std::string code, std::string message) {
    refusal_ = HttpRefusal{status, std::move(code), std::move(message)};
    pending_.reset();
    part_ = Part::none;
}

void Upload::refuse_write(WriteStatus status) {
    if (status == WriteStatus::no_space) return refuse(507, "no_space", "the server has no room for this file");
    refuse(500, "storage", "the server could not write the file; its log says more");
}

}  // namespace papo::uploads
