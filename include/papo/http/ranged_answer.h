// Applies a Range header to an answer with a whole representation (RFC 9110 sections 14 and 15.3.7).
#pragma once

#include "papo/http/http_answer.h"
#include "papo/proto/http_conditions.h"

namespace papo::http {

// `answer` is a 200 whose body is shared memory or a file. Returns a 206 with one range or several
// (multipart/byteranges), a 416, or `answer` itself.
HttpAnswer ranged_answer(HttpAnswer answer, const proto::HttpRequest& request, const proto::Validators& validators);

}  // namespace papo::http
