-- Every request asks whether the file has changed: wrk -s tools/wrk/not-modified.lua http://HOST/
local etag
response = function(status, headers)
  if not etag and headers["ETag"] then
    etag = headers["ETag"]
    wrk.headers["If-None-Match"] = etag
  end
end
request = function() return wrk.format() end
