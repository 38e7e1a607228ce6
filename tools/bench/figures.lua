-- wrk -s tools/bench/figures.lua URL -- [DEPTH [ETAG]]: ends with a line of JSON. DEPTH requests are sent at once on each
-- connection (pipelining); with an ETAG every request is a conditional one.
function init(args)
  local depth = tonumber(args[1]) or 1
  if args[2] then wrk.headers["If-None-Match"] = args[2] end
  if depth > 1 then
    local batch = string.rep(wrk.format(), depth)
    request = function() return batch end
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"bytes":%d,"latency_p50_ms":%.3f,"latency_p99_ms":%.3f,"failed":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
