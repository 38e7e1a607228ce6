-- Sixteen requests at a time on each connection: wrk -s tools/wrk/pipeline.lua http://HOST/
init = function(args)
  local requests = {}
  for i = 1, 16 do requests[i] = wrk.format() end
  batch = table.concat(requests)
end
request = function() return batch end
