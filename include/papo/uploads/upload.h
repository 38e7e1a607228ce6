// One POST /upload: eats body bytes, writes the file's to disk as they come, ends in a file or a refusal.
// Holds at most 64 KiB of a preview, the first 4 KiB of the file, and what the multipart parser holds.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "papo/chat/entry.h"
#include "papo/media/file_type.h"
#include "papo/media/image_size.h"
#include "papo/proto/multipart.h"
#include "papo/uploads/upload_space.h"
#include "papo/uploads/upload_store.h"

namespace papo::uploads {

// Why a request is not granted, as the JSON errors say it.
struct HttpRefusal {
    int status = 400;
    std::string code;
    std::string message;
};

// Boundaries, part headers and a preview come on top of a file of exactly the limit.
inline constexpr std::uint64_t max_form_overhead = 128U * 1024U;

struct UploadRules {
    std::uint64_t max_size = 0;      // bytes of the file
    std::vector<std::string> types;  // lower-case extensions
};

class Upload {
public:
    // The references outlive it.
    Upload(std::string boundary, const UploadRules& rules, const UploadStore& store, UploadSpace& space);
    ~Upload() { space_.give_back(bytes_); }
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;

    // The next bytes of the body. After a refusal the rest may still be given and is ignored.
    void on_data(std::string_view bytes);
    // The body's end: names the file. Call once; then either refusal() or file() says how it went.
    void on_end();

    const std::optional<HttpRefusal>& refusal() const { return refusal_; }
    const std::shared_ptr<const chat::FileInfo>& file() const { return done_; }
    // What was written for it, its preview included.
    std::uint64_t bytes() const { return bytes_; }

private:
    enum class Part : std::uint8_t { none, file, thumb, other };

    void on_event(const proto::PartBegin& part);
    void on_event(const proto::PartData& data);
    void on_event(const proto::PartEnd& end);
    void begin_file(const proto::PartBegin& part);
    void append_to_file(std::string_view bytes);
    void append_to_thumb(std::string_view bytes);
    void check_content();
    void keep_thumb(chat::FileInfo& info);
    bool take_space(std::size_t bytes);
    void refuse(int status, std::string code, std::string message);
    void refuse_write(WriteStatus status);

    const UploadRules& rules_;
    const UploadStore& store_;
    UploadSpace& space_;
    std::uint64_t bytes_ = 0;  // taken from the space
    proto::MultipartParser parser_;
    Part part_ = Part::none;
    bool whole_ = false;  // the closing boundary was seen
    bool content_checked_ = false;
    const media::FileType* type_ = nullptr;  // of the file, once its part has begun
    std::optional<PendingFile> pending_;
    std::optional<media::ImageSizeReader> image_size_;
    std::string first_bytes_;
    std::string thumb_;
    bool thumb_too_large_ = false;
    chat::FileInfo info_;
    std::optional<HttpRefusal> refusal_;
    std::shared_ptr<const chat::FileInfo> done_;
};

// A person-given filename as it is shown and offered again: without folders, controls and invisible characters, at most
// 255 bytes, its extension kept. Empty when nothing is left of it or it is not UTF-8.
std::string display_name(std::string_view filename);

// "64 MiB", "1.5 KiB", "300 bytes".
std::string readable_size(std::uint64_t bytes);

}  // namespace papo::uploads
