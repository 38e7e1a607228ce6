// The web client's files, read once at the start and served from memory: no path of a request ever meets the disk.
// Compressed once, behind the start, which does not wait for it. Large contents lie in a MemoryFile.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "papo/base/result.h"
#include "papo/http/body_part.h"
#include "papo/http/gzip.h"
#include "papo/http/memory_file.h"
#include "papo/net/shared_bytes.h"

namespace papo::http {

// A file's content in one coding (RFC 9110 section 8.4).
struct StaticContent {
    std::variant<net::SharedBytes, FileSlice> body;
    std::string etag;  // strong, quoted, of these bytes
    // Of the head of an answer that has all of it; made for the first one (file_answer). F1 of `make bench` pays for
    // it: 1.81 of nginx's requests a second with it, 1.51 when each answer writes its own (goal 2).
    std::string lines;
};

struct StaticFile {
    StaticContent identity;
    std::optional<StaticContent> gzip;  // where that is smaller
    std::string type;
    std::int64_t mtime = 0;   // s since 1970
    bool may_shrink = false;  // was not compressed yet
};

class StaticFiles {
public:
    // Reads the folder, hidden files left out; an error when it holds no index.html or more than 32 MiB.
    static Result<StaticFiles> load(const std::string& folder);
    // The folder that belongs to the running binary: beside its tree, or where `make install` put it.
    static std::string default_folder();

    // By decoded path, "/" being index.html; nullptr when there is none. It is compressed now if it was not before.
    StaticFile* find(std::string_view path);
    // Compresses one more, some tenths of a millisecond of work; false when all are.
    bool compress_next();

private:
    void compress(StaticFile& file);

    std::map<std::string, StaticFile, std::less<>> files_;
    std::vector<StaticFile*> uncompressed_;
    MemoryFile large_;
    Gzip gzip_;  // until all are compressed
};

}  // namespace papo::http
