// One POST /upload: takes the body, writes the file's bytes to disk as they arrive, and ends in a file or a refusal.
// Holds at most a preview of 64 KiB, the first 4 KiB of the file, and the multipart parser's buffer.
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

// The status, code and message of a refused request, as the JSON error states them.
struct HttpRefusal {
    int status = 400;
    std::string code;
    std::string message;
};

// A form is larger than its file by boundaries, part headers and a preview.
inline constexpr std::uint64_t max_form_overhead = 128U * 1024U;

struct UploadRules {
    std::uint64_t max_size = 0;      // bytes of the file
    std::vector<std::string> types;  // lower-case extensions
};

class Upload {
public:
    // The references outlive the upload.
    Upload(std::string boundary, const UploadRules& rules, const UploadStore& store, UploadSpace& space);
    ~Upload() { space_.give_back(bytes_); }
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;

    // Takes the next bytes of the body; ignores them after a refusal.
    void on_data(std::string_view bytes);
    // Call once, at the body's end: gives the file its name. Then either refusal() or file() is set.
    void on_end();

    const std::optional<HttpRefusal>& refusal() const { return refusal_; }
    const std::shared_ptr<const chat::FileInfo>& file() const { return done_; }
    // Bytes written, with the preview.
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
    bool whole_ = false;  // the closing boundary has arrived
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

// The sender's file name made safe to show: without folders, controls and invisible characters, and cut to 255 bytes
// before its extension. Empty if nothing is left or `filename` is not UTF-8.
std::string display_name(std::string_view filename);

// "64 MiB", "1.5 KiB", "300 bytes".
std::string readable_size(std::uint64_t bytes);

}  // namespace papo::uploads
