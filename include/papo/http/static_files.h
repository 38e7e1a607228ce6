// The web client's files, read once at the start and served from memory, so that no request path reaches the disk.
// A file without a compressed one beside it (x.gz beside x) is compressed once, after the start, which does not wait
// for it. Large contents lie in a MemoryFile.
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
    // Header lines of a 200 with the whole content; file_answer writes them with the first answer. F1 of `make bench`
    // justifies them: 1.81 of nginx's requests a second, 1.51 if each answer writes its lines anew (goal 2).
    std::string lines;
};

struct StaticFile {
    StaticContent identity;
    std::optional<StaticContent> gzip;  // if smaller
    std::string type;
    std::int64_t mtime = 0;   // s since 1970
    bool may_shrink = false;  // not compressed yet
    bool is_kept = false;     // its name changes with its content, so browsers may keep it for ever
};

class StaticFiles {
public:
    // Reads the folder without hidden files; an error if it holds no index.html or more than 32 MiB.
    static Result<StaticFiles> load(const std::string& folder);
    // The built client that belongs to the running program: in build/, or where `make install` put it.
    static std::string default_folder();
    // Of the program at this path. Sources have no built files, so they are never taken for a client.
    static std::string folder_beside(const std::string& program);

    // By decoded path; "/" is index.html. Compresses the file if it was not before; nullptr if there is none.
    StaticFile* find(std::string_view path);
    // Compresses one more file, in some tenths of a millisecond; false if all are compressed.
    bool compress_next();

private:
    void adopt_compressed();
    void compress(StaticFile& file);

    std::map<std::string, StaticFile, std::less<>> files_;
    std::vector<StaticFile*> uncompressed_;
    MemoryFile large_;
    Gzip gzip_;  // gives its memory back once all files are compressed
};

}  // namespace papo::http
