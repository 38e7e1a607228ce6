// Answers whose body is a file of the web client or an upload: validators, conditions, codings and ranges.
#pragma once

#include <string_view>

#include "papo/http/http_answer.h"
#include "papo/http/static_files.h"
#include "papo/proto/http_request.h"
#include "papo/uploads/upload_store.h"

namespace papo::http {

// A file of the web client in the best coding that the request accepts: whole, in ranges, or a 304 or 412.
HttpAnswer static_answer(StaticFile& file, const proto::HttpRequest& request);
// The same for an uploaded file. `name` is the sender's file name, empty when unknown; the answer carries it when
// `download` is set or the file is not shown in place (see is_shown).
HttpAnswer stored_answer(uploads::StoredFile file, std::string_view stored_name, std::string_view name, bool download,
                         const proto::HttpRequest& request);
// Whether a browser may show an uploaded file of this media type in place; all others are attachments.
bool is_shown(std::string_view type);
// `answer` to a GET or HEAD of a resource without validators, or what the request's conditions require instead.
HttpAnswer conditional_answer(HttpAnswer answer, const proto::HttpRequest& request);

}  // namespace papo::http
